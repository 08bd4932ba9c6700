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
}
