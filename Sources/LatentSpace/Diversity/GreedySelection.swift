import Kernels

/// The items that one after the other raise the determinant of the kernel's rows and columns of theirs the most: each the
/// one farthest from the span of those before it.
///
/// Source: Chen et al., 2018, arXiv:1709.05135.
struct GreedySelection {
    /// In the order in which they were found: fewer than asked for where the kernel's rank is lower.
    let items: [Int]

    /// - Complexity: O(items of the kernel · k · (k + features)); memory of items · k floats.
    init(_ k: Int, of kernel: DiversityKernel, pool: WorkerPool) {
        items = PivotedFactor(kernel, limit: k, pool: pool).pivots
    }
}
