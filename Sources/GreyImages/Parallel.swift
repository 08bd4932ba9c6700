import Platform
import Synchronization

/// Independent work shared out among threads.
enum Parallel {
    /// Results of `work` for 0..<count, in that order whichever thread made them.
    ///
    /// Threads draw indices from one counter, so that slow ones hold nobody up. Each has a `State` of its own, for what
    /// is worth keeping from one index to the next.
    ///
    /// - observe: is told how many are done, by the thread that did one of them.
    static func map<State, Result>(
        count: Int, threads: Int, observe: @Sendable (Int) -> Void = { _ in }, state: @Sendable () -> State,
        work: @Sendable (Int, inout State) -> Result
    ) -> [Result] {
        let next = Atomic<Int>(0)
        let done = Atomic<Int>(0)
        return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
            // Each index is written once, by the one thread that drew it.
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
