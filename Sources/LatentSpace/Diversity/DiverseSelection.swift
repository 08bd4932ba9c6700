import Kernels
import Platform

/// Items that are chosen from a pool for both quality and variety.
package struct DiverseSelection: Sendable {
    /// The items in ascending order.
    package let items: [Int]
    /// The weights of the items in statistics of the pool; their mean is 1.
    ///
    /// For a k-DPP they are the inverse of the probabilities with which the items were drawn (Horvitz & Thompson, 1952, "A
    /// generalization of sampling without replacement from a finite universe"). For the other methods, which are not random,
    /// each is the share of the pool to which the item is nearest.
    package let weights: [Double]
    /// The probability with which each item was drawn; nil for methods that are not random.
    package let inclusionProbabilities: [Double]?
    /// The number of items beyond the kernel's rank, which are the best of the rest.
    package let beyondRank: Int
    /// The share of the kernel's trace that an approximation left out.
    package let unexplained: Double

    /// - Parameters:
    ///   - count: The number of items to choose, within 1...`kernel.count`.
    ///   - seed: The seed of the random draw.
    ///   - number: The number of the draw among those of the seed.
    package init(
        _ count: Int, of kernel: DiversityKernel, method: SelectionMethod, seed: UInt64, number: Int = 0
    ) {
        precondition((1...kernel.count).contains(count), "as many items as there are, at most")
        var chosen: [Int]
        var probabilities: [Double]?
        var unexplained = 0.0
        switch method {
        // Without diversity the first items, which are plain draws, will do.
        case .greedy where kernel.diversity == 0, .farthest where kernel.diversity == 0: chosen = Array(0..<count)
        case .dpp:
            let process: KDPP
            (process, unexplained) = kernel.process(drawing: count)
            let drawn = min(count, process.rank)
            chosen = process.draw(drawn, from: RandomStream(seed: seed, purpose: .diverseDraw, item: number))
            probabilities = process.inclusionProbabilities(drawn)
        case .greedy: chosen = GreedySelection(count, of: kernel).items
        case .farthest: chosen = FarthestSelection(count, of: kernel).items
        }
        self.unexplained = unexplained
        beyondRank = count - chosen.count
        if beyondRank > 0 {
            // The rest are combinations or copies of those chosen: the best will do.
            let taken = Set(chosen)
            let rest = (0..<kernel.count).filter { !taken.contains($0) }
            chosen += rest.sorted { (kernel.weights[$0], $1) > (kernel.weights[$1], $0) }.prefix(beyondRank)
            // Their probabilities are unknown.
            probabilities = nil
        }
        chosen.sort()
        items = chosen
        inclusionProbabilities = probabilities.map { all in chosen.map { all[$0] } }
        let shares =
            inclusionProbabilities.map { $0.map { 1 / max($0, 1e-12) } }
            ?? Self.nearestShares(of: chosen, kernel.similarity)
        let mean = shares.reduce(0, +) / Double(count)
        weights = shares.map { $0 / mean }
    }

    /// The number of items of the pool to which each chosen one is the nearest.
    private static func nearestShares(of chosen: [Int], _ similarity: Similarity) -> [Double] {
        let nearest = SharedArray(repeating: (place: 0, distance: Double.infinity), count: similarity.count)
        let parts = similarity.tasks
        similarity.pool.run(parts.count) { part, _ in
            for (place, item) in chosen.enumerated() {
                for (other, distance) in zip(parts[part], similarity.squaredDistances(of: item, to: parts[part]))
                where distance < nearest[other].distance {
                    nearest[other] = (place, distance)
                }
            }
        }
        var counts = [Double](repeating: 0, count: chosen.count)
        for item in 0..<similarity.count { counts[nearest[item].place] += 1 }
        return counts
    }
}
