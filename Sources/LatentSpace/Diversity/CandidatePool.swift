import GreyImages
import Kernels
import VAE

/// Candidates drawn from a prior, and what a choice among them goes by.
public struct CandidatePool: Sendable {
    /// `[candidates, latents]`
    public let latents: Latents
    /// `[candidates, features]`: the components in which the candidates vary the most, each of unit variance, so that what
    /// tells many of them apart doesn't drown in the rest.
    public let features: Latents
    public let logDensities: [Double]
    /// Distances between latents and the posterior means of their decoded images, of the same part.
    public let encodingErrors: [Double]

    public var count: Int { latents.count }

    /// Components: of more, distances between any two candidates are all about the same.
    private static let components = 16
    private static let pixelsASide = 16
    /// Steps of a flow's densities: they are compared with each other, not reported, and more change their order less than
    /// other probes of the divergence do.
    private static let densitySteps = 2

    /// Decodes and encodes candidates.
    ///
    /// - classes: that of every candidate, as an index into the prior's; nil for any.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws, between two parts.
    public init(
        _ latents: Latents, classes: [Int?], of model: Model, inference: Inference, features kind: CandidateFeatures,
        seed: UInt64, pool: WorkerPool, progress: (_ done: Int) throws -> Void
    ) throws {
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
                of: part, classes: Array(classes[range]), transport: Transport(steps: Self.densitySteps), seed: seed,
                pool: pool)
            try progress(range.upperBound)
        }
        try model.requireFinite(densities)
        self.latents = latents
        self.features = Self.whitened(Latents(dimension: features.count / latents.count, values: features))
        encodingErrors = errors
        logDensities = densities
    }

    private static func pixels(of image: GreyImage) -> [Float] {
        let size = ImageSize(width: min(image.width, pixelsASide), height: min(image.height, pixelsASide))
        return image.resized(to: size, fit: .stretch).samples.map { Float($0) }
    }

    static func whitened(_ features: Latents) -> Latents {
        let components = PrincipalComponents(features, limit: Self.components)
        // Candidates that are all the same have no components.
        guard components.count > 0 else { return features.firstColumns(1) }
        let scales = components.variances.map { 1 / $0.squareRoot() }
        return Latents(
            dimension: components.count,
            values: components.coordinates(of: features).flatMap { zip($0, scales).map { Float($0 * $1) } })
    }
}
