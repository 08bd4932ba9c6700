import VAE

/// An axis of a traversal: a dimension of the latent, or a direction across several.
struct TraversalAxis: Sendable {
    /// The index of the dimension or component.
    let index: Int
    /// A component's unit vector over the latent's first dimensions; nil for a dimension.
    let direction: [Float]?
    /// The mean and the standard deviation of the coordinates of latents along the axis.
    let mean: Double
    let deviation: Double
    /// A component's share of the whole variance; nil for a dimension.
    let varianceShare: Double?

    /// The axes of all dimensions.
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

    /// Moves a latent along the axis to a coordinate.
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
