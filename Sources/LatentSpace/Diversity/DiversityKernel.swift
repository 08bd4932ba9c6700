import Platform

/// The kernel by which diverse samples are chosen: L = diag(w) · (s · S + (1 - s) · I) · diag(w), with the items'
/// similarities S.
///
/// Greedy selection uses the kernel of strength s = 1 whose weights are w = quality^(1 - λ): near λ = 0 quality counts as much
/// as variety, and at λ = 1 it doesn't count. Random draws use a kernel that follows it as far as λ says
/// (`tempered(drawing:)`).
package struct DiversityKernel: Sendable {
    package let similarity: Similarity
    /// λ
    package let diversity: Double
    /// s
    package let strength: Double
    /// w, positive.
    package let weights: [Double]

    package var count: Int { weights.count }
    /// The threads that do the work.
    var pool: WorkerPool { similarity.pool }

    /// - Parameters:
    ///   - qualities: The quality of every item, positive.
    ///   - diversity: λ, within 0...1.
    package init(_ similarity: Similarity, qualities: [Double], diversity: Double) {
        precondition(qualities.count == similarity.count && qualities.allSatisfy { $0 > 0 }, "a quality for every item")
        precondition((0...1).contains(diversity), "a diversity within 0...1")
        self.init(
            similarity, diversity: diversity, strength: 1, weights: qualities.map { pow($0, 1 - diversity) })
    }

    init(_ similarity: Similarity, diversity: Double, strength: Double, weights: [Double]) {
        self.similarity = similarity
        self.diversity = diversity
        self.strength = strength
        self.weights = weights
    }

    /// A row of L, at some columns.
    func row(_ item: Int, _ others: Range<Int>) -> [Double] {
        var row = similarity.similarities(of: item, to: others)
        for (place, other) in others.enumerated() {
            row[place] *= (other == item ? 1 : strength) * weights[item] * weights[other]
        }
        return row
    }

    /// L, `[count, count]`.
    func matrix() -> [Double] { pool.map(count) { row($0, 0..<count) }.flatMap(\.self) }
}
