/// A greedy selection of items: each raises the determinant of their rows and columns of the kernel most, as it is farthest from
/// the span of those before it.
///
/// Source: Chen et al., 2018, arXiv:1709.05135.
struct GreedySelection {
    /// The items in the order in which they were found; fewer than wanted if the kernel's rank is lower.
    let items: [Int]

    /// - Complexity: O(items of the kernel · k · (k + features)); memory of items · k floats.
    init(_ k: Int, of kernel: DiversityKernel) {
        items = PivotedFactor(kernel, limit: k).pivots
    }
}
