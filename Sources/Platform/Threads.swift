/// Starts threads. The system may refuse to start one because of a limit on processes (`ulimit -u`) or on memory.
package enum Threads {
    /// The size of a stack in bytes. It is small, so that many threads don't reserve memory that they don't need.
    private static let stackSize = 2 << 20

    /// Starts a detached thread.
    ///
    /// - Returns: Whether the system started the thread.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard let thread = create(body) else { return false }
        pthread_detach(thread)
        return true
    }

    /// Runs `body` on several threads at once, including the calling one, and returns when all have finished.
    ///
    /// - Parameters:
    ///   - count: The maximum number of threads. There are fewer if the system refuses to start more.
    ///   - body: The work of each thread.
    package static func run(upTo count: Int, _ body: @Sendable () -> Void) {
        withoutActuallyEscaping(body) { body in
            var threads: [pthread_t] = []
            while threads.count < count - 1, let thread = create(body) { threads.append(thread) }
            body()
            for thread in threads { pthread_join(thread, nil) }
        }
    }

    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func create(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        let start = Unmanaged.passRetained(Start(body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        guard pthread_create(&thread, &attributes, runStart, start.toOpaque()) == 0 else {
            start.release()
            return nil
        }
        return thread
    }

    #if canImport(Darwin)
        private static let runStart: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
            Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
            return nil
        }
    #else
        private static let runStart: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
            context in
            Unmanaged<Start>.fromOpaque(context!).takeRetainedValue().body()
            return nil
        }
    #endif
}
