import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ctrl-C and SIGTERM as a request to end: the first is noted, the second ends the program at once.
enum StopSignal {
    private static let count = Atomic<Int>(0)

    /// From here on whoever works asks `isRequested` every so often, or calls `check`.
    static func install() {
        // Touched here first, because a signal handler must not be the one to initialise it.
        count.store(0, ordering: .relaxed)
        // Whoever started the program may have blocked them.
        var numbers = sigset_t()
        unsafe sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { number in
                if StopSignal.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
            }
            unsafe sigaddset(&numbers, number)
        }
        unsafe pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
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
