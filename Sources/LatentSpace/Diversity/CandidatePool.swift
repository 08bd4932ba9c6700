import GreyImages
import VAE

/// Candidates drawn from a prior, with what a choice among them is based on.
package struct CandidatePool: Sendable {
    /// The kind of every candidate.
    let kinds: [Int]
    /// `[candidates, features]`: the components in which the candidates vary most, each of unit variance, so that small
    /// components count too.
    package let features: Latents
    /// The log densities of the latents under the prior, in nats.
    package let logDensities: [Double]
    /// The distances between latents and the posterior means of their decoded images.
    package let encodingErrors: [Double]

    package var count: Int { kinds.count }

    /// The maximum number of components: with more, all distances between candidates would be about the same.
    private static let components = 16
    private static let pixelsPerSide = 16
    /// How a flow's densities are estimated: three steps, two of which ask the network. These are compared with each other, not
    /// reported. On medical images of 64×64, their order agrees with that of 8 steps of `heun` to a rank correlation of 0.95,
    /// and that of two steps that both ask the network to 0.92.
    private static let densitySteps = 3
    private static let densitySolver = FlowSolver.euler

    /// Decodes and encodes candidates.
    ///
    /// - Parameters:
    ///   - candidates: The candidates.
    ///   - inference: The model whose prior they were drawn from.
    ///   - features: What tells candidates apart.
    ///   - seed: The seed of the estimates of densities.
    ///   - progress: Told the number of candidates that are done; an error that it throws ends the work.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    init(
        _ candidates: Candidates, inference: Inference, features kind: CandidateFeatures, seed: UInt64,
        progress: (_ done: Int) throws -> Void
    ) throws {
        let (model, latents) = (inference.model, candidates.latents)
        let compared = model.configuration.comparedLatents
        let partSize = max(1, min(512, (1 << 25) / model.configuration.imageSize.pixelCount))
        var (features, errors, densities) = ([Float](), [Double](), [Double]())
        for start in stride(from: 0, to: latents.count, by: partSize) {
            let range = start..<min(latents.count, start + partSize)
            let part = latents.rows(range)
            let images = try inference.decode(part)
            let encoded = try inference.posteriors(of: ImageDataset(images: images), seed: seed).means
            for row in 0..<range.count {
                let (drawn, found) = (part[row].prefix(compared), encoded[row].prefix(compared))
                errors.append(zip(drawn, found).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }.squareRoot())
                switch kind {
                case .latent: features += drawn
                case .encoder: features += found
                case .pixels: features += Self.pixels(of: images[row])
                }
            }
            densities += model.prior.logDensities(
                of: part, classes: Array(candidates.classes[range]),
                options: DensityOptions(
                    solver: Self.densitySolver, steps: Self.densitySteps, seed: seed, knowsEnd: true),
                pool: inference.pool)
            try progress(range.upperBound)
        }
        try model.requireFinite(densities)
        kinds = candidates.kinds
        self.features = Self.whitened(Latents(dimension: features.count / latents.count, values: features))
        encodingErrors = errors
        logDensities = densities
    }

    private static func pixels(of image: GreyImage) -> [Float] {
        let size = ImageSize(width: min(image.width, pixelsPerSide), height: min(image.height, pixelsPerSide))
        return image.resized(to: size, fit: .stretch).samples.map { Float($0) }
    }

    static func whitened(_ features: Latents) -> Latents {
        let components = PrincipalComponents(features, limit: Self.components)
        // Equal candidates have no components.
        guard components.count > 0 else { return features.firstColumns(1) }
        let scales = components.variances.map { 1 / $0.squareRoot() }
        return Latents(
            dimension: components.count,
            values: components.coordinates(of: features).flatMap { zip($0, scales).map { Float($0 * $1) } })
    }
}
