import Grisaille

/// What the processor reaches at best: large square matrix products, one a thread at once.
struct PeakProduct {
    /// Rows and columns of each of the three matrices.
    private static let side = 1024
    /// More than one, so that a thread that is held up for a while doesn't hold up the rest.
    private static let productsPerThread = 4
    private static let rounds = 5

    private let pool: WorkerPool

    init(pool: WorkerPool) { self.pool = pool }

    /// The fastest of several rounds, in floating-point operations a second.
    func operationsPerSecond() -> Double {
        let side = Self.side
        let factor = Buffer(count: side * side)
        RandomStream(seed: 1, purpose: .benchmarks).fillUniform(factor)
        let products = (0..<pool.threadCount).map { _ in Buffer(count: side * side) }
        let count = Self.productsPerThread * pool.threadCount
        let times = (0..<Self.rounds).map { _ in
            ContinuousClock().measure {
                pool.run(count) { _, worker in
                    // [side, side] = [side, side] · [side, side]
                    multiply(factor, factor, rows: side, inner: side, columns: side, into: products[worker])
                }
            }.seconds
        }
        return 2 * Double(side * side * side * count) / times.min()!
    }
}
