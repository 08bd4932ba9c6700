import Platform
import Synchronization

/// Runs independent pieces of work on several threads.
enum Parallel {
    /// The results of `work` for the indices 0..<count, in that order.
    ///
    /// Threads take indices from one counter, so a slow piece of work doesn't delay the others.
    ///
    /// - Parameters:
    ///   - count: The number of pieces of work.
    ///   - threads: The maximum number of threads.
    ///   - observe: Receives the number of finished pieces, on the thread that finished the last one.
    ///   - state: Creates a value that one thread keeps from one index to the next, such as a buffer.
    ///   - work: Computes the result of an index.
    static func map<State, Result>(
        count: Int, threads: Int, observe: @Sendable (Int) -> Void = { _ in }, state: @Sendable () -> State,
        work: @Sendable (Int, inout State) -> Result
    ) -> [Result] {
        let next = Atomic<Int>(0)
        let done = Atomic<Int>(0)
        return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
            // Each element is written once, by the thread that took its index.
            nonisolated(unsafe) let results = results
            Threads.run(upTo: min(threads, count)) {
                var state = state()
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard index < count else { break }
                    results.initializeElement(at: index, to: work(index, &state))
                    observe(done.wrappingAdd(1, ordering: .relaxed).newValue)
                }
            }
            initializedCount = count
        }
    }
}
