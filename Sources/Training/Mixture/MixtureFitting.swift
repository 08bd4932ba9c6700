import Kernels
import Platform
import VAE

/// Fits a mixture of normal distributions to the aggregated posterior by expectation-maximisation.
///
/// Each pass raises a lower bound of the expected log density of a draw from an image's posterior. The bound chooses
/// the component by image, not by draw.
///
/// Source: Dempster et al., 1977, "Maximum likelihood from incomplete data via the EM algorithm"; Tomczak & Welling,
/// 2018, arXiv:1705.07120 (the aggregated posterior as the target of a prior).
package struct MixtureFitting: Sendable {
    private let posteriors: Posteriors
    /// `[images, dimension]`
    private let variances: Latents
    private let pool: WorkerPool

    /// The maximum number of passes over the images, and the gain in nats per image below which they end.
    private static let maximumPasses = 200
    private static let minimumGain = 1e-3
    /// The minimum variance of a component, as a share of that of all images.
    private static let minimumVariance = 1e-3
    /// The numbers of components to try, until more are no better on held-out images.
    private static let counts = [1, 2, 5, 10, 20, 50, 100, 200, 500]

    package init(_ posteriors: Posteriors, pool: WorkerPool) {
        self.posteriors = posteriors
        self.pool = pool
        variances = Latents(
            dimension: posteriors.logVariances.dimension, values: posteriors.logVariances.values.map { exp($0) })
    }

    /// A pass of expectation-maximisation.
    package struct Pass: Sendable, Hashable {
        package let components: Int
        /// The number of the pass, counted from 0.
        package let number: Int
        /// The maximum number of passes. Most fits end earlier.
        package let limit: Int
    }

    private var count: Int { posteriors.means.count }
    private var dimension: Int { posteriors.means.dimension }

    /// Returns the mixture whose number of components is best on held-out posteriors.
    ///
    /// - Parameters:
    ///   - heldOut: Posteriors that the mixture isn't fitted to.
    ///   - seed: The seed of the first components.
    ///   - progress: A closure that receives every pass. An error that it throws ends the fitting.
    package func best(
        heldOut: Posteriors, seed: UInt64, progress: (Pass) throws -> Void = { _ in }
    ) rethrows -> MixturePrior {
        let validation = MixtureFitting(heldOut, pool: pool)
        var best: (prior: MixturePrior, score: Double)?
        for components in Self.counts where components <= count {
            let prior = try mixture(components: components, seed: seed, progress: progress)
            let score = validation.bound(prior)
            guard score > best?.score ?? -.infinity else { break }
            best = (prior, score)
        }
        return best!.prior
    }

    /// Returns the mixture with a number of components.
    ///
    /// - Parameters:
    ///   - components: The number of components, which the number of images limits.
    ///   - seed: The seed of the first components.
    ///   - progress: A closure that receives every pass. An error that it throws ends the fitting.
    /// - Complexity: O(images · components · dimension) per pass.
    package func mixture(
        components: Int, seed: UInt64, progress: (Pass) throws -> Void = { _ in }
    ) rethrows -> MixturePrior {
        var prior = start(min(components, count), seed: seed)
        var last = -Double.infinity
        for pass in 0..<Self.maximumPasses {
            try progress(Pass(components: components, number: pass, limit: Self.maximumPasses))
            let (responsibilities, bound) = expect(prior)
            prior = maximise(responsibilities, components: min(components, count))
            guard bound - last > Self.minimumGain else { break }
            last = bound
        }
        return prior
    }

    /// The mean bound over the images, in nats.
    package func bound(_ prior: MixturePrior) -> Double { expect(prior).bound }

    /// The probabilities of each image's components, `[images, components]`, and the mean bound.
    private func expect(_ prior: MixturePrior) -> (responsibilities: [[Double]], bound: Double) {
        let rows = pool.map(count) { row in
            let joints = prior.expectedLogJoints(means: posteriors.means[row], variances: variances[row])
            let top = joints.max()!
            let total = top + log(joints.reduce(0) { $0 + exp($1 - top) })
            return (joints.map { exp($0 - total) }, total)
        }
        return (rows.map(\.0), rows.reduce(0) { $0 + $1.1 } / Double(count))
    }

    private func maximise(_ responsibilities: [[Double]], components: Int) -> MixturePrior {
        let floors = spread().map { $0 * Self.minimumVariance }
        let parts = pool.map(components) { component in
            var (total, sums, squares) = (
                0.0, [Double](repeating: 0, count: dimension), [Double](repeating: 0, count: dimension)
            )
            for row in 0..<count {
                let share = responsibilities[row][component]
                guard share > 1e-12 else { continue }
                total += share
                let (means, variances) = (posteriors.means[row], variances[row])
                for (index, (mean, variance)) in zip(means, variances).enumerated() {
                    sums[index] += share * Double(mean)
                    squares[index] += share * (Double(mean) * Double(mean) + Double(variance))
                }
            }
            return (total, sums, squares)
        }
        return prior(
            parts.map { total, sums, squares in
                guard total > 1e-9 else { return (1e-9, sums, floors.map { $0 / Self.minimumVariance }) }
                let means = sums.map { $0 / total }
                return (
                    total, means,
                    squares.indices.map { max(squares[$0] / total - means[$0] * means[$0], floors[$0]) }
                )
            })
    }

    /// Returns the first mixture: components at images that lie far from one another, each as wide as all images
    /// together.
    ///
    /// Source: Arthur & Vassilvitskii, 2007, "k-means++".
    private func start(_ components: Int, seed: UInt64) -> MixturePrior {
        let uniform = Buffer(count: components)
        RandomStream(seed: seed, purpose: .mixtureStart).fillUniform(uniform)
        let spread = spread()
        var nearest = [Double](repeating: 1, count: count)
        var chosen: [Int] = []
        for component in 0..<components {
            var rest = Double(uniform[component]) * nearest.reduce(0, +)
            let next = nearest.firstIndex { distance in
                rest -= distance
                return rest < 0
            }
            chosen.append(next ?? count - 1)
            let centre = posteriors.means[chosen[component]]
            let distances = pool.map(count) { row in
                zip(zip(posteriors.means[row], centre), spread).reduce(0.0) {
                    $0 + pow(Double($1.0.0) - Double($1.0.1), 2) / $1.1
                }
            }
            nearest = component == 0 ? distances : zip(nearest, distances).map(min)
        }
        return prior(chosen.map { (1, posteriors.means[$0].map(Double.init), spread) })
    }

    /// The variance of draws from all images' posteriors together, in each dimension.
    private func spread() -> [Double] {
        var (sums, squares) = ([Double](repeating: 0, count: dimension), [Double](repeating: 0, count: dimension))
        for row in 0..<count {
            for (index, (mean, variance)) in zip(posteriors.means[row], variances[row]).enumerated() {
                sums[index] += Double(mean)
                squares[index] += Double(mean) * Double(mean) + Double(variance)
            }
        }
        return sums.indices.map { index in
            let mean = sums[index] / Double(count)
            return max(squares[index] / Double(count) - mean * mean, 1e-12)
        }
    }

    private func prior(_ components: [(weight: Double, means: [Double], variances: [Double])]) -> MixturePrior {
        MixturePrior(
            logWeights: components.map { Float(log($0.weight)) },
            means: Latents(dimension: dimension, values: components.flatMap { $0.means.map { Float($0) } }),
            logVariances: Latents(
                dimension: dimension, values: components.flatMap { $0.variances.map { Float(log($0)) } }))
    }
}
