import Kernels
import Platform

/// A selection of items by farthest-point traversal: each item differs most from the most similar one before it, weighted by
/// quality. It has the largest w² · (1 - (s · similarity)²), the determinant's gain beside that one item.
///
/// Source: Gonzalez, 1985, "Clustering to minimize the maximum intercluster distance".
struct FarthestSelection {
    /// The items in the order in which they were found; fewer than wanted if the rest are copies of them.
    let items: [Int]

    private static let minimumGain = 1e-9

    /// - Complexity: O(items of the kernel · k · features).
    init(_ k: Int, of kernel: DiversityKernel) {
        let parts = kernel.similarity.tasks
        let gains = SharedArray(repeating: 0.0, count: kernel.count)
        for item in 0..<kernel.count { gains[item] = kernel.weights[item] * kernel.weights[item] }
        var items: [Int] = []
        while items.count < k {
            let found = (0..<kernel.count).max { gains[$0] < gains[$1] }!
            let weight = kernel.weights[found]
            guard gains[found] > Self.minimumGain * weight * weight else { break }
            items.append(found)
            kernel.pool.run(parts.count) { part, _ in
                let similarities = kernel.similarity.similarities(of: found, to: parts[part])
                for (item, similarity) in zip(parts[part], similarities) {
                    let (weight, likeness) = (kernel.weights[item], kernel.strength * similarity)
                    gains[item] = min(gains[item], weight * weight * (1 - likeness * likeness))
                }
            }
            gains[found] = 0
        }
        self.items = items
    }
}
