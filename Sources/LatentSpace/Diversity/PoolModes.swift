import Kernels
import Platform
import VAE

/// The modes of a pool of draws, as an estimate of those of its distribution: clusters of the features by k-means.
///
/// Source: Arthur & Vassilvitskii, 2007, "k-means++: the advantages of careful seeding".
package struct PoolModes: Sendable {
    /// The mode of every item.
    private let modes: [Int]
    /// The number of modes that have items.
    package let count: Int

    private static let passes = 10

    /// - Parameter count: The number of modes; there are at most as many as different items.
    /// - Complexity: O(items · count · dimension) per pass.
    package init(_ features: Latents, count: Int, seed: UInt64, pool: WorkerPool) {
        let dimension = features.dimension
        var centres = Self.start(features, count: max(1, min(count, features.count)), seed: seed)
        var modes = [Int](repeating: 0, count: features.count)
        for _ in 0..<Self.passes {
            let fixed = centres
            modes = pool.map(features.count) { Self.nearest(features[$0], fixed).place }
            var (sums, members) = (centres.map { $0.map { _ in 0.0 } }, [Int](repeating: 0, count: centres.count))
            for (row, mode) in modes.enumerated() {
                members[mode] += 1
                for (index, value) in features[row].enumerated() { sums[mode][index] += Double(value) }
            }
            for mode in centres.indices where members[mode] > 0 {
                for index in 0..<dimension { centres[mode][index] = Float(sums[mode][index] / Double(members[mode])) }
            }
        }
        self.modes = modes
        self.count = Set(modes).count
    }

    /// Picks centres far from each other.
    private static func start(_ features: Latents, count: Int, seed: UInt64) -> [[Float]] {
        let uniform = UniformNumbers(RandomStream(seed: seed, purpose: .poolModes), count: count)
        var centres = [Array(features[Int(uniform[0] * Double(features.count))])]
        var distances = (0..<features.count).map { distance(features[$0], centres[0]) }
        while centres.count < count {
            let total = distances.reduce(0, +)
            guard total > 0 else { break }
            var left = uniform[centres.count] * total
            let item =
                distances.firstIndex {
                    left -= $0; return left < 0
                } ?? features.count - 1
            centres.append(Array(features[item]))
            for row in 0..<features.count {
                distances[row] = min(distances[row], distance(features[row], centres.last!))
            }
        }
        return centres
    }

    private static func nearest(_ row: ArraySlice<Float>, _ centres: [[Float]]) -> (place: Int, distance: Double) {
        var best = (place: 0, distance: Double.infinity)
        for (place, centre) in centres.enumerated() {
            let found = distance(row, centre)
            if found < best.distance { best = (place, found) }
        }
        return best
    }

    private static func distance(_ a: ArraySlice<Float>, _ b: [Float]) -> Double {
        var sum: Float = 0
        for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
        return Double(sum)
    }

    /// The share of the modes that have one of some items.
    package func coverage(of items: [Int]) -> Double { Double(Set(items.map { modes[$0] }).count) / Double(count) }
}
