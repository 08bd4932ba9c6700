import Kernels
import Synchronization

/// Adds gradients up in the order of the lanes.
public enum GradientSum {
    /// Adds the arenas behind the first to the first, in order, and returns the Euclidean norm of the sum.
    public static func intoFirst(_ arenas: [Arena], pool: WorkerPool) -> Double {
        let parts = ArenaParts(arenas[0])
        let squares = Mutex([Double](repeating: 0, count: parts.count))
        pool.run(parts.count) { part, _ in
            let range = parts[part]
            let sum = arenas[0].buffer[range]
            for arena in arenas.dropFirst() { KernelSet.current.add(arena.buffer[range], to: sum) }
            let square = KernelSet.current.sumOfSquares(sum)
            squares.withLock { $0[part] = square }
        }
        return squares.withLock { $0.reduce(0, +) }.squareRoot()
    }
}
