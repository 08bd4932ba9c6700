import Kernels
import VAE

/// The direction in the latent space along which an attribute grows.
///
/// A regression reads the attribute off a latent. The direction is not the regression's weights, which also hold what must be
/// left out to read the attribute, but the one in which the images' latents vary with it.
///
/// Source: Haufe et al., 2014, "On the interpretation of weight vectors of linear models in multivariate neuroimaging".
package struct LatentDirection: Sendable, Hashable {
    /// The move of a latent for an amount of 1. The reading of a number grows by its standard deviation over the images; for
    /// two values the log odds of the second grow by their standard deviation.
    package let step: [Float]
    /// The weights of the reading: intercept + Σ weight · latent is the number itself, or the log odds.
    package let weights: [Float]
    package let intercept: Double
    /// The two values of an attribute that isn't a number; nil for a number.
    package let values: [String]?
    package let fit: Fit

    /// What a direction was fitted to, and how well it reads the attribute.
    package struct Fit: Sendable, Hashable {
        package let images: Int
        package let heldOutImages: Int
        /// How well the attribute is read off held-out images: R² for a number, the area under the ROC curve for two values;
        /// nil if these images are all alike.
        package let heldOutScore: Double?
    }

    init(step: [Float], weights: [Float], intercept: Double, values: [String]?, fit: Fit) {
        self.step = step
        self.weights = weights
        self.intercept = intercept
        self.values = values
        self.fit = fit
    }

    private static let maximumComponents = 256
    /// One image in that many is held out.
    private static let heldOutShare = 5

    /// Fits a direction.
    ///
    /// - Parameter latents: The posterior means of the images, a random fifth of which is held out.
    /// - Complexity: O(images · dimension² + dimension³).
    package init(_ latents: Latents, _ attribute: Attribute, seed: UInt64) {
        let order = RandomStream(seed: seed, purpose: .directionSplit).permutation(latents.count)
        let (heldOut, fitted) = (
            Array(order.prefix(latents.count / Self.heldOutShare)),
            Array(order.dropFirst(latents.count / Self.heldOutShare))
        )
        // At most half as many components as images: more would fit anything.
        let components = PrincipalComponents(
            latents.rows(fitted), limit: min(Self.maximumComponents, max(1, fitted.count / 2)))
        let known = attribute.subset(fitted)
        let reading = LinearReading(components.coordinates(of: latents.rows(fitted)), known)
        let spread = zip(reading.weights, components.variances).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }.squareRoot()
        // Covariance times weights, scaled to the growth of the reading.
        let direction = zip(reading.weights, components.variances).map { weight, variance in
            spread > 0 ? weight * variance / (spread * spread) * (known.standardDeviation ?? spread) : 0
        }
        let weights = components.combination(reading.weights)
        var values: [String]?
        if case .binary(_, let names) = attribute { values = names }
        self.init(
            step: components.combination(direction).map { Float($0) }, weights: weights.map { Float($0) },
            intercept: reading.intercept - zip(weights, components.means).reduce(0) { $0 + $1.0 * $1.1 },
            values: values,
            fit: Fit(
                images: fitted.count, heldOutImages: heldOut.count,
                heldOutScore: reading.score(
                    components.coordinates(of: latents.rows(heldOut)), attribute.subset(heldOut))))
    }

    /// Reads the attribute off a latent: a number, or the log odds of the second value.
    package func reading(_ latent: some Sequence<Float>) -> Double {
        zip(latent, weights).reduce(intercept) { $0 + Double($1.0) * Double($1.1) }
    }

    /// Moves a latent along the direction.
    package func moved(_ latent: ArraySlice<Float>, by amount: Double) -> [Float] {
        zip(latent, step).map { $0 + Float(amount) * $1 }
    }
}

extension Attribute {
    /// The standard deviation of a number; nil for two values.
    fileprivate var standardDeviation: Double? {
        guard case .numeric(let values) = self else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}

extension PrincipalComponents {
    /// Σ factor · direction, `[dimension]`.
    fileprivate func combination(_ factors: [Double]) -> [Double] {
        var sum = [Double](repeating: 0, count: means.count)
        for (component, factor) in factors.enumerated() {
            for (index, entry) in directions[component].enumerated() { sum[index] += factor * Double(entry) }
        }
        return sum
    }
}
