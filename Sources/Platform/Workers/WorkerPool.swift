import CPlatform
import Synchronization

/// Persistent threads that share numbered tasks.
///
/// Between two runs a worker spins briefly before it sleeps, because the runs of a training step follow each other within
/// microseconds. Any worker may take any task; callers give every task its own output, so that results don't depend on
/// the assignment.
///
/// In a task, subnormal numbers count as zeros, on every thread alike. Without that, the moments of parameters whose gradient
/// is zero would stay subnormal for ever, and slow every step down.
public final class WorkerPool: Sendable {
    /// The number of threads, including the caller's: fewer than requested where the system has no more.
    public let threadCount: Int
    private let shared: Shared
    private let turn = Mutex(())

    /// - Parameter threads: The number of threads, at least 1; nil for one for each processor that the process may use.
    public init(threads: Int? = nil) {
        let threads = threads ?? Processors.current.count
        precondition(threads >= 1, "at least one thread")
        let shared = Shared()
        self.shared = shared
        var started = 1
        while started < threads {
            let worker = started
            guard Threads.start({ shared.serve(as: worker) }) else { break }
            started += 1
        }
        threadCount = started
    }

    deinit { shared.stop() }

    /// Calls `body(task, worker)` for every task in `0..<count` and returns when all are done. `worker` is within
    /// `0..<threadCount` and never runs two tasks at once. Runs from several threads wait for each other; a task must not
    /// start a run of its own.
    public func run(_ count: Int, _ body: @Sendable (_ task: Int, _ worker: Int) -> Void) {
        withoutActuallyEscaping(body) { body in run(count, Work(body)) }
    }

    /// A function of tasks that is made once and run many times: its runs take no memory.
    package struct Work: Sendable {
        let body: @Sendable (_ task: Int, _ worker: Int) -> Void

        package init(_ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) { self.body = body }
    }

    /// Runs the work for every task in `0..<count` and returns when all are done.
    package func run(_ count: Int, _ work: Work) {
        turn.withLock { _ in
            let state = grisaille_flush_subnormals()
            defer { grisaille_restore_subnormals(state) }
            if threadCount == 1 || count <= 1 {
                for task in 0..<max(count, 0) { work.body(task, 0) }
                return
            }
            shared.begin(Job(count: count, body: work.body), helpers: threadCount - 1)
            shared.work(as: 0)
            shared.finish()
        }
    }

    private struct Job {
        let count: Int
        let body: @Sendable (Int, Int) -> Void
    }

    /// The state that the threads share. `job` is written before `generation` is increased and read after the increase is
    /// seen.
    private final class Shared: @unchecked Sendable {
        private let generation = Atomic<Int>(0)
        private let nextTask = Atomic<Int>(0)
        private let busyHelpers = Atomic<Int>(0)
        private let isStopping = Atomic<Bool>(false)
        private var job: Job?
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let began = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private let ended = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        /// The number of spins before a worker sleeps: about 20 µs.
        private static let spins = 2_000

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(began, nil)
            pthread_cond_init(ended, nil)
        }

        deinit {
            pthread_cond_destroy(ended)
            pthread_cond_destroy(began)
            pthread_mutex_destroy(mutex)
            ended.deallocate()
            began.deallocate()
            mutex.deallocate()
        }

        func begin(_ job: Job, helpers: Int) {
            precondition(self.job == nil, "one run at a time")
            self.job = job
            nextTask.store(0, ordering: .relaxed)
            busyHelpers.store(helpers, ordering: .relaxed)
            wake { _ = generation.wrappingAdd(1, ordering: .releasing) }
        }

        func work(as worker: Int) {
            // With fewer tasks than workers, only the first workers run, and the memory of the others stays untouched.
            guard let job, worker < job.count else { return }
            while true {
                let task = nextTask.wrappingAdd(1, ordering: .relaxed).oldValue
                if task >= job.count { return }
                job.body(task, worker)
            }
        }

        func finish() {
            wait(on: ended) { busyHelpers.load(ordering: .acquiring) == 0 }
            job = nil
        }

        func stop() { wake { isStopping.store(true, ordering: .releasing) } }

        func serve(as worker: Int) {
            var seen = 0
            _ = grisaille_flush_subnormals()
            while true {
                wait(on: began) {
                    generation.load(ordering: .acquiring) != seen || isStopping.load(ordering: .acquiring)
                }
                if isStopping.load(ordering: .acquiring) { return }
                seen = generation.load(ordering: .acquiring)
                work(as: worker)
                if busyHelpers.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                    pthread_mutex_lock(mutex)
                    pthread_cond_signal(ended)
                    pthread_mutex_unlock(mutex)
                }
            }
        }

        private func wake(_ change: () -> Void) {
            pthread_mutex_lock(mutex)
            change()
            pthread_cond_broadcast(began)
            pthread_mutex_unlock(mutex)
        }

        private func wait(on condition: UnsafeMutablePointer<pthread_cond_t>, until isTrue: () -> Bool) {
            for _ in 0..<Shared.spins {
                if isTrue() { return }
                grisaille_pause()
            }
            pthread_mutex_lock(mutex)
            while !isTrue() { pthread_cond_wait(condition, mutex) }
            pthread_mutex_unlock(mutex)
        }
    }
}
