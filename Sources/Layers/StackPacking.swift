import Kernels

/// Lays out the weights of several stacks on all threads; takes no memory once it is made.
public struct StackPacking: Sendable {
    private let partCount: Int
    private let work: WorkerPool.Work

    public init(_ stacks: [StackWeights]) {
        let parts = stacks.flatMap { stack in (0..<stack.partCount).map { (stack, $0) } }
        partCount = parts.count
        work = WorkerPool.Work { index, _ in parts[index].0.pack(part: parts[index].1) }
    }

    /// As the parameters are now: to be called whenever they have changed.
    public func pack(pool: WorkerPool) { pool.run(partCount, work) }
}
