import VAE

/// The mean and the standard deviation of latents in every dimension.
struct LatentSpread: Sendable {
    /// Both are `[dimension]`.
    let means: [Double]
    let deviations: [Double]

    /// - Precondition: There are latents.
    init(_ latents: Latents) {
        precondition(latents.count > 0, "latents lie somewhere")
        let count = Double(latents.count)
        var means = [Double](repeating: 0, count: latents.dimension)
        for (index, value) in latents.values.enumerated() { means[index % latents.dimension] += Double(value) / count }
        var squares = [Double](repeating: 0, count: latents.dimension)
        for (index, value) in latents.values.enumerated() {
            let distance = Double(value) - means[index % latents.dimension]
            squares[index % latents.dimension] += distance * distance / count
        }
        self.means = means
        deviations = squares.map { $0.squareRoot() }
    }
}
