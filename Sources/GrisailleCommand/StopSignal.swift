import Platform
import Synchronization

/// Requests to end the program: Ctrl-C, SIGTERM and the end of the terminal. The first request is noted, the second ends the
/// program at once.
enum StopSignal {
    private static let count = Atomic<Int>(0)

    /// Notes requests from here on; the work then asks `isRequested` from time to time, or calls `check`.
    static func install() {
        // Initialised here, as a signal handler must not do it.
        count.store(0, ordering: .relaxed)
        // The parent process may have blocked the signals.
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

    /// Whether the signal was ignored when the program began, as with `nohup`; it then stays ignored.
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

    /// Ignores SIGPIPE and SIGXFSZ: a reader that goes away, as in `| head`, must not end the program before its outputs are
    /// complete, and a file that grows beyond a limit is an error like a full disk.
    static func outlivePipesAndLimits() {
        for number in [SIGPIPE, SIGXFSZ] { _ = signal(number) { _ in } }
    }
}
