import Grisaille
import Kernels

/// Measures the peak of the processor: large square matrix products, one per thread at the same time.
struct PeakProduct {
    /// The rows and columns of each matrix.
    private static let side = 1024
    /// More than one, so that a delayed thread doesn't delay the others.
    private static let productsPerThread = 4
    private static let rounds = 5

    private let pool: WorkerPool

    init(pool: WorkerPool) { self.pool = pool }

    /// The floating-point operations per second in the fastest of several rounds.
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
