import Grisaille

/// What the processor reaches at best: large square matrix products, one a thread at once.
struct PeakProduct {
    /// Rows and columns of each of the three matrices.
    private static let side = 1024
    private static let rounds = 8
    private static let purpose = RandomStream.Purpose(rawValue: 300)

    /// The fastest of several rounds, in floating-point operations a second.
    static func operationsPerSecond(pool: WorkerPool) -> Double {
        let factor = Buffer(count: side * side)
        RandomStream(seed: 1, purpose: purpose).fillUniform(factor)
        let products = (0..<pool.threadCount).map { _ in Buffer(count: side * side) }
        let operations = 2 * Double(side * side * side * pool.threadCount)
        let times = (0..<rounds).map { _ in
            ContinuousClock().measure {
                pool.run(pool.threadCount) { task, _ in
                    // [side, side] = [side, side] · [side, side]
                    multiply(factor, factor, rows: side, inner: side, columns: side, into: products[task])
                }
            }.seconds
        }
        return operations / times.min()!
    }
}
