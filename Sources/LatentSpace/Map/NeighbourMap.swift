import Kernels
import Platform
import VAE

/// A map in two dimensions that keeps neighbours in many dimensions together: t-SNE with all pairs.
///
/// Source: van der Maaten & Hinton, 2008, "Visualizing data using t-SNE"; the length of its steps: Belkina et al., 2019,
/// "Automated optimized parameters for t-distributed stochastic neighbor embedding".
package struct NeighbourMap: Sendable {
    package private(set) var points: [MapPoint]

    /// The maximum number of items, as every pair counts in every step.
    package static let maximumItems = 5000

    private static let steps = 750
    /// The first steps exaggerate attraction, so that clusters form.
    private static let earlySteps = 250
    private static let earlyFactor: Float = 12

    /// - Parameters:
    ///   - coordinates: The coordinates of every item, those of maximum variance first; the map begins with two of them.
    ///   - perplexity: The approximate number of neighbours per item.
    ///   - progress: Told the share of the steps that are done; an error that it throws ends the work.
    /// - Precondition: There are at most `maximumItems` items, and the coordinates and their squares are finite.
    /// - Complexity: O(items²) per step.
    package init(
        _ coordinates: [[Double]], perplexity: Double = 30, pool: WorkerPool,
        progress: (_ share: Double) throws -> Void
    ) rethrows {
        let count = coordinates.count
        precondition(count <= Self.maximumItems, "so many pairs are too many")
        precondition(coordinates.allSatisfy { $0.allSatisfy(\.isFinite) }, "coordinates are finite")
        guard count > 2 else {
            points = (0..<count).map { MapPoint(x: Double($0), y: 0) }
            return
        }
        // Equal items have no nearest neighbours: they share one place.
        guard let first = coordinates.first, coordinates.contains(where: { $0 != first }) else {
            points = coordinates.map { _ in MapPoint(x: 0, y: 0) }
            return
        }
        let affinities = Self.affinities(coordinates, min(perplexity, Double(count - 1) / 3), pool: pool)
        var state = State(coordinates)
        for step in 0..<Self.steps {
            let isEarly = step < Self.earlySteps
            state.move(
                Self.gradient(state, affinities, factor: isEarly ? Self.earlyFactor : 1, pool: pool),
                momentum: isEarly ? 0.5 : 0.8)
            try progress(Double(step + 1) / Double(Self.steps))
        }
        points = zip(state.x.values, state.y.values).map { MapPoint(x: Double($0), y: Double($1)) }
    }

    /// The affinities of all pairs, `[items, items]`; their sum is 1.
    private static func affinities(_ coordinates: [[Double]], _ perplexity: Double, pool: WorkerPool) -> [[Float]] {
        let count = coordinates.count
        let rows = pool.map(count) { item -> [Float] in
            let distances = coordinates.map { other in
                zip(coordinates[item], other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
            return conditional(distances, item, perplexity).map { Float($0) }
        }
        return pool.map(count) { row in
            (0..<count).map { (rows[row][$0] + rows[$0][row]) / Float(2 * count) }
        }
    }

    /// A normal distribution over the other items whose width gives the perplexity.
    private static func conditional(_ distances: [Double], _ item: Int, _ perplexity: Double) -> [Double] {
        let nearest = distances.enumerated().filter { $0.offset != item }.map(\.element).min()!
        let scale = max(distances.reduce(0, +) / Double(distances.count), 1e-300)
        var (low, high, precision) = (0.0, Double.infinity, 1 / scale)
        var weights: [Double] = []
        for _ in 0..<64 {
            weights = distances.map { exp(-precision * ($0 - nearest)) }
            weights[item] = 0
            let total = weights.reduce(0, +)
            let entropy =
                log(total) + precision * zip(weights, distances).reduce(0) { $0 + $1.0 * ($1.1 - nearest) } / total
            for index in weights.indices { weights[index] /= total }
            let excess = entropy - log(perplexity)
            if abs(excess) < 1e-5 { break }
            if excess > 0 { low = precision } else { high = precision }
            precision = high.isFinite ? (low + high) / 2 : precision * 2
        }
        return weights
    }

    /// The map between two steps.
    private struct State {
        var x: Axis
        var y: Axis

        init(_ coordinates: [[Double]]) {
            let spread = coordinates.reduce(0) { $0 + $1[0] * $1[0] / Double(coordinates.count) }.squareRoot()
            let scale = spread > 0 ? 1e-4 / spread : 1e-4
            x = Axis(coordinates.map { Float($0[0] * scale) })
            y = Axis(coordinates.map { Float(($0.count > 1 ? $0[1] : 0) * scale) })
        }

        mutating func move(_ gradient: [(x: Float, y: Float)], momentum: Float) {
            let rate = max(50, Float(gradient.count) / NeighbourMap.earlyFactor / 4)
            for (item, slope) in gradient.enumerated() {
                x.move(item, slope.x, momentum: momentum, rate: rate)
                y.move(item, slope.y, momentum: momentum, rate: rate)
            }
        }
    }

    /// The coordinates of all items along one axis, with what the next step takes over from the steps before.
    private struct Axis {
        private(set) var values: [Float]
        private var velocities: [Float]
        private var gains: [Float]

        init(_ values: [Float]) {
            self.values = values
            velocities = [Float](repeating: 0, count: values.count)
            gains = [Float](repeating: 1, count: values.count)
        }

        /// Takes longer steps while the gradient keeps its direction (Jacobs, 1988, "Increased rates of convergence through
        /// learning rate adaptation").
        mutating func move(_ item: Int, _ gradient: Float, momentum: Float, rate: Float) {
            let isTurning = (gradient > 0) == (velocities[item] > 0)
            gains[item] = isTurning ? max(0.01, gains[item] * 0.8) : gains[item] + 0.2
            velocities[item] = momentum * velocities[item] - rate * gains[item] * gradient
            values[item] += velocities[item]
        }
    }

    private static func gradient(
        _ state: State, _ affinities: [[Float]], factor: Float, pool: WorkerPool
    ) -> [(x: Float, y: Float)] {
        let (x, y) = (state.x.values, state.y.values)
        typealias Row = (pull: (Float, Float), push: (Float, Float), total: Double)
        let rows = SharedArray<Row>(repeating: ((0, 0), (0, 0), 0), count: x.count)
        let part = 64
        pool.run((x.count + part - 1) / part) { task, _ in
            for item in task * part..<min(x.count, (task + 1) * part) {
                let own = affinities[item]
                var row: Row = ((0, 0), (0, 0), 0)
                var total: Float = 0
                for other in x.indices where other != item {
                    let (right, up) = (x[item] - x[other], y[item] - y[other])
                    let nearness = 1 / (1 + right * right + up * up)
                    total += nearness
                    let (pull, push) = (own[other] * nearness, nearness * nearness)
                    row.pull.0 += pull * right
                    row.pull.1 += pull * up
                    row.push.0 += push * right
                    row.push.1 += push * up
                }
                row.total = Double(total)
                rows[item] = row
            }
        }
        let total = Float((0..<x.count).reduce(0) { $0 + rows[$1].total })
        return (0..<x.count).map { item in
            let row = rows[item]
            return (
                4 * (factor * row.pull.0 - row.push.0 / total), 4 * (factor * row.pull.1 - row.push.1 / total)
            )
        }
    }
}
