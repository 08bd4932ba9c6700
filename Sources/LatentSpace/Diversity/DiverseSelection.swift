import Kernels

/// Items chosen from a pool for their quality and their variety together.
public struct DiverseSelection: Sendable {
    /// Ascending.
    public let items: [Int]
    /// How much each counts where statistics of the pool are to be had from the items: their mean is 1.
    ///
    /// Of a k-DPP they are the inverse of the probabilities with which the items were drawn (Horvitz & Thompson, 1952, "A
    /// generalization of sampling without replacement from a finite universe"); of the other methods, which draw nothing,
    /// the share of the pool that an item is the nearest to.
    public let weights: [Double]
    /// The probability with which each was to be drawn; nil of the methods that draw nothing.
    public let inclusionProbabilities: [Double]?
    /// How many of them the kernel's rank had no room for, and which are the best of the rest.
    public let beyondRank: Int
    /// The share of the kernel's trace that what was drawn from leaves out.
    public let unexplained: Double

    /// - count: of the items to choose, within 1...`kernel.count`.
    /// - seed, number: of the random draw.
    public init(
        _ count: Int, of kernel: DiversityKernel, method: SelectionMethod, seed: UInt64, number: Int = 0,
        pool: WorkerPool
    ) {
        precondition((1...kernel.count).contains(count), "as many items as there are, at most")
        var chosen: [Int]
        var probabilities: [Double]?
        var unexplained = 0.0
        switch method {
        // Nothing is preferred: the first items, which are plain draws.
        case .greedy where kernel.diversity == 0, .farthest where kernel.diversity == 0: chosen = Array(0..<count)
        case .dpp:
            let process: KDPP
            (process, unexplained) = kernel.process(drawing: count, pool: pool)
            let drawn = min(count, process.rank)
            chosen = process.draw(drawn, from: RandomStream(seed: seed, purpose: .diverseDraw, item: number))
            probabilities = process.inclusionProbabilities(drawn)
        case .greedy: chosen = GreedySelection(count, of: kernel, pool: pool).items
        case .farthest: chosen = FarthestSelection(count, of: kernel, pool: pool).items
        }
        self.unexplained = unexplained
        beyondRank = count - chosen.count
        if beyondRank > 0 {
            // What is left are combinations of those chosen, if not their copies: the best will do.
            let taken = Set(chosen)
            let rest = (0..<kernel.count).filter { !taken.contains($0) }
            chosen += rest.sorted { (kernel.weights[$0], $1) > (kernel.weights[$1], $0) }.prefix(beyondRank)
            // Their probability isn't known.
            probabilities = nil
        }
        chosen.sort()
        items = chosen
        inclusionProbabilities = probabilities.map { all in chosen.map { all[$0] } }
        let shares =
            inclusionProbabilities.map { $0.map { 1 / max($0, 1e-12) } }
            ?? Self.nearestShares(of: chosen, kernel.similarity, pool: pool)
        let mean = shares.reduce(0, +) / Double(count)
        weights = shares.map { $0 / mean }
    }

    /// How many items of the pool each of the chosen is the nearest to.
    private static func nearestShares(of chosen: [Int], _ similarity: Similarity, pool: WorkerPool) -> [Double] {
        let nearest = SharedArray(repeating: (place: 0, distance: Double.infinity), count: similarity.count)
        let parts = similarity.tasks
        pool.run(parts.count) { part, _ in
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
