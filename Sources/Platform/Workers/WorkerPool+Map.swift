import Synchronization

extension WorkerPool {
    /// The results of `transform` for every task in `0..<count`, in order.
    ///
    /// - Throws: The first error that a task throws; tasks that have not started by then are left out.
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
    /// - Parameter progress: Called between groups of tasks with the share that is done. An error that it throws ends the
    ///   work.
    public func map<Result: Sendable>(
        _ count: Int, progress: (_ share: Double) throws -> Void, _ transform: @Sendable (_ task: Int) -> Result
    ) rethrows -> [Result] {
        let group = Self.tasksPerThread * threadCount
        var results: [Result] = []
        for first in stride(from: 0, to: count, by: group) {
            results += map(min(group, count - first)) { transform(first + $0) }
            try progress(Double(results.count) / Double(count))
        }
        return results
    }

    /// The number of tasks per thread between two reports of progress.
    private static let tasksPerThread = 2
}
