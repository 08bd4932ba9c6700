import GreyImages
import Kernels
import VAE

/// Candidates drawn from a prior, and what a choice among them goes by.
public struct CandidatePool: Sendable {
    /// `[candidates, latents]`
    public let latents: Latents
    /// `[candidates, features]`; of a ladder's latents the coarser groups alone.
    public let features: Latents
    public let logDensities: [Double]
    /// Distances between latents and the posterior means of their decoded images, of the same part.
    public let encodingErrors: [Double]

    public var count: Int { latents.count }

    /// Steps of a flow's densities: they are compared with each other, not reported.
    private static let densitySteps = 4

    /// Decodes and encodes candidates.
    ///
    /// - classes: that of every candidate, as an index into the prior's; nil for any.
    /// - Throws: what `progress` throws, between two parts.
    public init(
        _ latents: Latents, classes: [Int?], of model: Model, inference: Inference, features kind: CandidateFeatures,
        seed: UInt64, pool: WorkerPool, progress: (_ done: Int) throws -> Void
    ) rethrows {
        let compared = model.configuration.comparedLatents
        let partSize = max(1, min(512, (1 << 25) / model.configuration.imageSize.pixelCount))
        var (features, errors, densities) = ([Float](), [Double](), [Double]())
        for start in stride(from: 0, to: latents.count, by: partSize) {
            let range = start..<min(latents.count, start + partSize)
            let part = latents.rows(range)
            let images = inference.decode(part)
            let encoded = inference.posteriors(of: ImageDataset(images: images), seed: seed).means
            for row in 0..<range.count {
                let (drawn, found) = (part[row].prefix(compared), encoded[row].prefix(compared))
                errors.append(zip(drawn, found).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }.squareRoot())
                switch kind {
                case .latent: features += drawn
                case .encoder: features += found
                case .pixels: features += images[row].samples.map { Float($0) }
                }
            }
            densities += model.prior.logDensities(
                of: part, classes: Array(classes[range]), transport: Transport(steps: Self.densitySteps), seed: seed,
                pool: pool)
            try progress(range.upperBound)
        }
        self.latents = latents
        self.features = Latents(dimension: features.count / latents.count, values: features)
        encodingErrors = errors
        logDensities = densities
    }
}
