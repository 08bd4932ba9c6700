import Synchronization

extension WorkerPool {
    /// The results of `transform` for every task in `0..<count`, in order.
    ///
    /// - Throws: the first error that a task throws; tasks not begun by then are left out.
    public func map<Result: Sendable, Failure: Error>(
        _ count: Int, _ transform: @Sendable (_ task: Int) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: count))
        let failure = Mutex<Failure?>(nil)
        run(count) { task, _ in
            if failure.withLock({ $0 != nil }) { return }
            do throws(Failure) {
                let result = try transform(task)
                results.withLock { $0[task] = result }
            } catch {
                failure.withLock { if $0 == nil { $0 = error } }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return results.withLock { $0.map { $0! } }
    }

    /// The results of `transform` for every task in `0..<count`, in order.
    ///
    /// - progress: told the share that is done, between groups of tasks; what it throws ends the work.
    public func map<Result: Sendable>(
        _ count: Int, progress: (_ share: Double) throws -> Void, _ transform: @Sendable (_ task: Int) -> Result
    ) rethrows -> [Result] {
        let group = Self.tasksAThread * threadCount
        var results: [Result] = []
        for first in stride(from: 0, to: count, by: group) {
            results += map(min(group, count - first)) { transform(first + $0) }
            try progress(Double(results.count) / Double(count))
        }
        return results
    }

    /// Between two reports of progress.
    private static let tasksAThread = 2
}
