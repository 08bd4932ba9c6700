import Kernels

extension DiversityKernel {
    /// The most items whose kernel can be decomposed as it is, which it must be where likeness is blended out: what is left has
    /// no rank that a factor could do with.
    public static let mostExact = 6144
    /// The most items whose kernel is decomposed as it is where a factor would do.
    private static let mostWhole = 1536
    /// Rows of the factor that stands for more items: a few for each that is drawn.
    private static let rowsADraw = 4
    private static let rows = 1024...3072

    /// The rows of a factor that stands for the kernel.
    func factorRows(drawing k: Int) -> Int {
        max(k, min(Self.rows.upperBound, max(Self.rows.lowerBound, Self.rowsADraw * k)))
    }

    /// The k-DPP of the tempered kernel, for draws of k items. Where there are more than can be decomposed soon, that of a
    /// factor's product instead, from which draws are as exact.
    ///
    /// - Returns: also the share of the tempered kernel's trace that the factor leaves out.
    /// - Precondition: of more items than `mostExact`, λ is ½ or more.
    /// - Complexity: O(count³), or O(count · rows² + rows³).
    public func process(drawing k: Int, pool: WorkerPool) -> (process: KDPP, unexplained: Double) {
        let kernel = tempered(drawing: k, pool: pool)
        if count <= (kernel.strength < 1 ? Self.mostExact : Self.mostWhole) {
            return (KDPP(kernel: kernel.matrix(pool: pool), itemCount: count), 0)
        }
        precondition(kernel.strength == 1, "a kernel that a factor can stand for")
        let factor = PivotedFactor(kernel, limit: min(count, factorRows(drawing: k)), pool: pool)
        return (
            KDPP(factor: factor.rows, rowCount: factor.pivots.count, itemCount: count), factor.unexplained
        )
    }
}
