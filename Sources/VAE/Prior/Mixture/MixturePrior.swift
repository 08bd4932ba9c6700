import Kernels
import Layers
import Platform

/// A prior that is a mixture of normal distributions with diagonal covariances.
///
/// Noise maps to latents dimension by dimension: the cdf of each latent under the mixture, given the latents before it, is
/// the cdf of its noise. The maps are exact in both directions.
///
/// Source of the transport: Rosenblatt, 1952, "Remarks on a multivariate transformation".
package struct MixturePrior: Prior {
    private let mixture: MixtureConfiguration
    package let dimension: Int
    private let arena: Arena
    private let layout: ParameterLayout
    private let components: [Component]

    /// A component, in double precision.
    fileprivate struct Component {
        let logWeight: Double
        let means: [Double]
        let deviations: [Double]
        let logDeviations: [Double]
    }

    /// The places of its parameters.
    private struct Slots {
        let layout: ParameterLayout
        let logWeights: Slot  // [components]; their exponentials may have any sum
        let means: Slot  // [components, dimension]
        let logVariances: Slot  // [components, dimension]

        init(components: Int, dimension: Int) {
            var layout = ParameterLayout()
            logWeights = layout.add("prior.log_weights", shape: [components], .zeros)
            means = layout.add("prior.means", shape: [components, dimension], .zeros)
            logVariances = layout.add("prior.log_variances", shape: [components, dimension], .zeros)
            self.layout = layout
        }
    }

    static func layout(_ configuration: MixtureConfiguration, dimension: Int) -> ParameterLayout {
        Slots(components: configuration.components, dimension: dimension).layout
    }

    /// - Parameter arena: One of `layout`.
    init(_ configuration: MixtureConfiguration, dimension: Int, arena: Arena) {
        let slots = Slots(components: configuration.components, dimension: dimension)
        let logWeights = arena[slots.logWeights].values.map(Double.init)
        let top = logWeights.max() ?? 0
        let logTotal = top + log(logWeights.reduce(0) { $0 + exp($1 - top) })
        components = (0..<configuration.components).map { index in
            let logDeviations = arena[slots.logVariances][row: index, of: dimension].values.map { Double($0) / 2 }
            return Component(
                logWeight: logWeights[index] - logTotal,
                means: arena[slots.means][row: index, of: dimension].values.map(Double.init),
                deviations: logDeviations.map(exp), logDeviations: logDeviations)
        }
        mixture = configuration
        self.dimension = dimension
        self.arena = arena
        layout = slots.layout
    }

    /// - Parameters:
    ///   - logWeights: `[components]`; their exponentials may have any sum.
    ///   - means: `[components, dimension]`.
    ///   - logVariances: `[components, dimension]`.
    package init(logWeights: [Float], means: Latents, logVariances: Latents) {
        precondition(logWeights.count == means.count && means.count == logVariances.count, "one of each per component")
        let slots = Slots(components: means.count, dimension: means.dimension)
        let arena = Arena(slots.layout)
        arena[slots.logWeights].copy(from: Buffer(logWeights))
        arena[slots.means].copy(from: Buffer(means.values))
        arena[slots.logVariances].copy(from: Buffer(logVariances.values))
        self.init(MixtureConfiguration(components: means.count), dimension: means.dimension, arena: arena)
    }

    package var classNames: [String] { [] }
    package var configuration: PriorConfiguration { .mixture(mixture) }
    package var parameters: PriorParameters? { PriorParameters(layout: layout, arena: arena) }

    package func logDensities(
        of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
    ) -> [Double] {
        let densities = SharedArray(repeating: 0.0, count: latents.count)
        forEachRow(of: latents, pool: pool) { row, values in densities[row] = logSum(logJoints(values)) }
        return densities.prefix(latents.count)
    }

    package func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents? {
        let scores = Buffer(count: latents.values.count)
        forEachRow(of: latents, pool: pool) { row, values in
            let logJoint = logJoints(values)
            let total = logSum(logJoint)
            for index in 0..<dimension {
                scores[row * dimension + index] = zip(components, logJoint).reduce(0) { sum, part in
                    let (component, share) = (part.0, exp(part.1 - total))
                    let deviation = component.deviations[index]
                    return sum + Float(share * (component.means[index] - values[index]) / (deviation * deviation))
                }
            }
        }
        return Latents(dimension: dimension, values: scores.values)
    }

    /// log (weight · density) of every component.
    private func logJoints(_ values: [Double]) -> [Double] {
        components.map { component in
            (0..<dimension).reduce(component.logWeight) { $0 + component.logDensity(of: values[$1], in: $1) }
        }
    }

    package func latents(
        fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mapRows(noise, pool: pool) { value, dimension, weights in
            latent(below: NormalDistribution.cdf(value), above: NormalDistribution.cdf(-value), dimension, weights)
        }
    }

    package func noise(
        ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mapRows(latents, latentsAreGiven: true, pool: pool) { value, dimension, weights in
            var (below, above) = (0.0, 0.0)
            for (component, weight) in zip(components, weights) {
                let distance = (value - component.means[dimension]) / component.deviations[dimension]
                below += weight * NormalDistribution.cdf(distance)
                above += weight * NormalDistribution.cdf(-distance)
            }
            return NormalDistribution.quantile(below, complement: above)
        }
    }

    /// The latent at which the cdf of the weighted components has a value.
    private func latent(below: Double, above: Double, _ dimension: Int, _ weights: [Double]) -> Double {
        // The latent lies between the smallest and the largest of the components' own quantiles.
        let noise = NormalDistribution.quantile(below, complement: above)
        var (low, high) = (Double.infinity, -Double.infinity)
        for component in components {
            let own = component.means[dimension] + component.deviations[dimension] * noise
            (low, high) = (min(low, own), max(high, own))
        }
        let isLower = below < above
        for _ in 0..<80 where high - low > 1e-12 * max(1, abs(low), abs(high)) {
            let middle = (low + high) / 2
            var sum = 0.0
            for (component, weight) in zip(components, weights) {
                let distance = (middle - component.means[dimension]) / component.deviations[dimension]
                sum += weight * NormalDistribution.cdf(isLower ? distance : -distance)
            }
            let liesAbove = isLower ? sum < below : sum > above
            if liesAbove { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// Maps every row dimension by dimension, given the components' weights after the latents before.
    private func mapRows(
        _ rows: Latents, latentsAreGiven: Bool = false, pool: WorkerPool,
        _ body: @Sendable (_ value: Double, _ dimension: Int, _ weights: [Double]) -> Double
    ) -> Latents {
        let results = Buffer(count: rows.values.count)
        forEachRow(of: rows, pool: pool) { row, values in
            var logWeights = components.map(\.logWeight)
            for index in 0..<dimension {
                let logTotal = logSum(logWeights)
                let result = body(values[index], index, logWeights.map { exp($0 - logTotal) })
                results[row * dimension + index] = Float(result)
                let latent = latentsAreGiven ? values[index] : Double(Float(result))
                for (place, component) in components.enumerated() {
                    logWeights[place] += component.logDensity(of: latent, in: index)
                }
            }
        }
        return Latents(dimension: dimension, values: results.values)
    }

    private func forEachRow(
        of rows: Latents, pool: WorkerPool, _ body: @Sendable (_ row: Int, _ values: [Double]) -> Void
    ) {
        precondition(rows.dimension == dimension, "the rows have the prior's dimension")
        pool.run(rows.count) { row, _ in body(row, rows[row].map(Double.init)) }
    }

    private func logSum(_ values: [Double]) -> Double {
        let top = values.max() ?? 0
        return top + log(values.reduce(0) { $0 + exp($1 - top) })
    }
}

extension MixturePrior.Component {
    func logDensity(of value: Double, in dimension: Int) -> Double {
        let distance = (value - means[dimension]) / deviations[dimension]
        return -0.5 * (distance * distance + log(2 * Double.pi)) - logDeviations[dimension]
    }
}

/// What the fitting of a mixture needs.
extension MixturePrior {
    /// log (weight · exp (expected log density)) of every component, for a draw from one image's posterior with those means
    /// and variances.
    package func expectedLogJoints(means: ArraySlice<Float>, variances: ArraySlice<Float>) -> [Double] {
        precondition(means.count == dimension && variances.count == dimension, "a posterior of the prior's dimension")
        return components.map { component in
            var sum = component.logWeight
            for (index, (mean, variance)) in zip(means, variances).enumerated() {
                let (distance, deviation) = (Double(mean) - component.means[index], component.deviations[index])
                sum -=
                    0.5 * ((distance * distance + Double(variance)) / (deviation * deviation) + log(2 * Double.pi))
                    + component.logDeviations[index]
            }
            return sum
        }
    }
}
