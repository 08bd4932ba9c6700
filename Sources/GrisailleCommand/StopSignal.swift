import Platform
import Synchronization

/// Ctrl-C, SIGTERM and the end of the terminal as a request to end: the first is noted, the second ends the program at once.
enum StopSignal {
    private static let count = Atomic<Int>(0)

    /// From here on whoever works asks `isRequested` every so often, or calls `check`.
    static func install() {
        // Touched here first, because a signal handler must not be the one to initialise it.
        count.store(0, ordering: .relaxed)
        // Whoever started the program may have blocked them.
        var numbers = sigset_t()
        unsafe sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !isIgnored(SIGHUP) {
            _ = signal(number) { number in
                if StopSignal.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
            }
            unsafe sigaddset(&numbers, number)
        }
        unsafe pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
    }

    /// Whether the signal was ignored when the program began, as `nohup` has it: then it stays so.
    private static func isIgnored(_ number: CInt) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Glibc)
            let handler = unsafe action.__sigaction_handler.sa_handler
        #elseif canImport(Musl)
            let handler = unsafe action.__sa_handler.sa_handler
        #else
            let handler = unsafe action.__sigaction_u.__sa_handler
        #endif
        return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    /// - Throws: `CommandError.interrupted` after a request to end.
    static func check() throws {
        if isRequested { throw CommandError.interrupted }
    }

    /// A reader that goes away, as in `| head`, must not end the program before its outputs are complete, and a file
    /// that grows beyond what the system allows is an error like a full disk.
    static func outlivePipesAndLimits() {
        for number in [SIGPIPE, SIGXFSZ] { _ = signal(number) { _ in } }
    }
}
