import VAE

/// A line through the latent space that an image is moved along: a dimension, or a direction that has a share of many.
struct TraversalAxis: Sendable {
    /// The number of the dimension, or of the component.
    let index: Int
    /// A component's unit vector over the latent's first dimensions; nil for a dimension.
    let direction: [Float]?
    /// Where latents lie along it, as coordinates.
    let mean: Double
    let deviation: Double
    /// A component's share of the variance of all.
    let varianceShare: Double?

    /// Every dimension of a spread.
    static func dimensions(of spread: LatentSpread) -> [TraversalAxis] {
        spread.means.indices.map {
            TraversalAxis(
                index: $0, direction: nil, mean: spread.means[$0], deviation: spread.deviations[$0], varianceShare: nil)
        }
    }

    /// The first principal components of latents, the largest first.
    static func components(of latents: Latents, limit: Int) -> [TraversalAxis] {
        let total = LatentSpread(latents).deviations.reduce(0) { $0 + $1 * $1 }
        let components = PrincipalComponents(latents, limit: limit)
        return (0..<components.count).map { component in
            let direction = Array(components.directions[component])
            return TraversalAxis(
                index: component, direction: direction,
                mean: zip(components.means, direction).reduce(0) { $0 + $1.0 * Double($1.1) },
                deviation: components.variances[component].squareRoot(),
                varianceShare: components.variances[component] / total)
        }
    }

    /// The latent where its coordinate is that value, all that is orthogonal to the axis unchanged.
    func move(_ latent: [Float], to value: Float) -> [Float] {
        var moved = latent
        guard let direction else {
            moved[index] = value
            return moved
        }
        let coordinate = zip(direction, latent).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        let distance = Float(Double(value) - coordinate)
        for (place, share) in direction.enumerated() { moved[place] += distance * share }
        return moved
    }
}
