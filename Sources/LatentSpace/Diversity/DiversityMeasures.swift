import Kernels
import Platform

/// Measures of the variety of some items of a pool.
package struct DiversityMeasures: Sendable, Hashable, Codable {
    /// The exponential of the entropy of the eigenvalues of similarities / count: the number of wholly different items that
    /// would be as varied, from 1 to their count. Nil for more items than `maximumDecomposed`.
    ///
    /// Source: Friedman & Dieng, 2023, arXiv:2210.02410.
    package let vendiScore: Double?
    /// The log determinant of the similarities in nats, with tiny eigenvalues raised to the precision; nil as above.
    package let logDeterminant: Double?
    /// The mean distance between two items, in the units of the features.
    package let meanPairwiseDistance: Double
    /// The share of the pool's modes that have one of the items.
    package let modeCoverage: Double

    private enum CodingKeys: String, CodingKey {
        case vendiScore
        case logDeterminant = "logDeterminantNats"
        case meanPairwiseDistance, modeCoverage
    }

    /// The maximum number of items whose similarities are decomposed.
    package static let maximumDecomposed = 3000
    /// Eigenvalues below it are rounding errors.
    private static let minimumEigenvalue = 1e-12

    /// - Complexity: O(items³).
    package init(of items: [Int], in similarity: Similarity, modes: PoolModes) {
        precondition(!items.isEmpty, "there are items")
        meanPairwiseDistance = similarity.meanDistance(among: items)
        modeCoverage = modes.coverage(of: items)
        guard items.count <= Self.maximumDecomposed else {
            (vendiScore, logDeterminant) = (nil, nil)
            return
        }
        let eigen = SymmetricEigen(similarity.matrix(of: items), size: items.count)
        vendiScore = Self.vendiScore(eigen.values)
        logDeterminant = eigen.values.reduce(0) { $0 + log(max($1, Self.minimumEigenvalue)) }
    }

    /// - Parameter values: The eigenvalues of similarities.
    static func vendiScore(_ values: [Double]) -> Double {
        let total = values.reduce(0) { $0 + max(0, $1) }
        let entropy = values.reduce(0.0) { sum, value in
            let share = value / total
            return share > 0 ? sum - share * log(share) : sum
        }
        return exp(entropy)
    }
}
