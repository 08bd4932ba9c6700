extension DiversityKernel {
    /// The maximum number of items whose whole kernel can be decomposed. A kernel of weak similarities must be: it has full
    /// rank, so that no factor with fewer rows can replace it.
    package static let maximumExact = 6144
    /// The maximum number of items whose whole kernel is decomposed although a factor would do.
    private static let maximumWhole = 1536
    /// The rows of the factor that replaces a larger kernel: a few per item that is drawn.
    private static let rowsPerDraw = 4
    private static let rows = 1024...3072

    /// The number of rows of a factor that replaces the kernel.
    func factorRows(drawing k: Int) -> Int {
        max(k, min(Self.rows.upperBound, max(Self.rows.lowerBound, Self.rowsPerDraw * k)))
    }

    /// The k-DPP of the tempered kernel, for draws of k items. For many items it is the k-DPP of a factor's product, from which
    /// draws are exact too.
    ///
    /// - Returns: The process, and the share of the tempered kernel's trace that the factor leaves out.
    /// - Precondition: For more items than `maximumExact`, λ is at least ½.
    /// - Complexity: O(count³), or O(count · rows² + rows³).
    package func process(drawing k: Int) -> (process: KDPP, unexplained: Double) {
        let kernel = tempered(drawing: k)
        if count <= (kernel.strength < 1 ? Self.maximumExact : Self.maximumWhole) {
            return (KDPP(kernel: kernel.matrix(), itemCount: count), 0)
        }
        precondition(kernel.strength == 1, "a kernel that a factor can stand for")
        let factor = PivotedFactor(kernel, limit: min(count, factorRows(drawing: k)))
        return (
            KDPP(factor: factor.rows, rowCount: factor.pivots.count, itemCount: count), factor.unexplained
        )
    }
}
