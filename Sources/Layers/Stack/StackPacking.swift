import Platform

/// Packs the weights of several stacks on all threads. It takes no memory once it is made.
struct StackPacking: Sendable {
    private let partCount: Int
    private let work: WorkerPool.Work

    init(_ stacks: [StackWeights]) {
        let parts = stacks.flatMap { stack in (0..<stack.partCount).map { (stack, $0) } }
        partCount = parts.count
        work = WorkerPool.Work { index, _ in parts[index].0.pack(part: parts[index].1) }
    }

    /// Packs the weights as the parameters are now.
    func pack(pool: WorkerPool) { pool.run(partCount, work) }
}
