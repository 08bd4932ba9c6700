import GreyImages
import Platform

/// A distribution of latents, with maps from standard normal noise to latents and back.
///
/// The results for each row depend on that row alone.
package protocol Prior: Sendable {
    /// The names of the classes that it is conditioned on; empty for none.
    var classNames: [String] { get }

    /// Maps noise `[count, dimension]` to latents `[count, dimension]`.
    ///
    /// - Parameter classes: That of every row.
    func latents(fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool) -> Latents

    /// Maps latents to the noise that gives them.
    ///
    /// - Parameter classes: An index into `classNames` for every row, or nil for any class.
    func noise(ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool) -> Latents

    /// log p(latent | class) of every row, in nats.
    ///
    /// - Parameters:
    ///   - classes: An index into `classNames` for every row, or nil for any class.
    ///   - options: How the densities are estimated, where they aren't computed exactly.
    func logDensities(of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool) -> [Double]

    /// The gradient of log p(latent | class) with respect to the latent, `[count, dimension]`, as exactly as the prior knows
    /// it; nil where it knows none.
    func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents?

    /// The kind and shape of the prior, as a model file stores them.
    var configuration: PriorConfiguration { get }
    /// Its own parameters, where it has any.
    var parameters: PriorParameters? { get }
}

extension Prior {
    package func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents? { nil }

    /// Maps noise `[count, dimension]` to latents `[count, dimension]`.
    ///
    /// - Parameter classes: An index into `classNames` for every row, or nil for any class.
    package func latents(fromNoise noise: Latents, classes: [Int?], transport: Transport, pool: WorkerPool) -> Latents {
        latents(fromNoise: noise, classes: classes.map(PriorClass.init), transport: transport, pool: pool)
    }

    /// The class of every image by its name, as an index into `classNames`; empty if the prior doesn't know all of them.
    package func classes(of images: ImageDataset) -> [Int] {
        let places = images.classNames.map { classNames.firstIndex(of: $0) }
        let classes = images.labels.compactMap { places[$0] }
        return classes.count == images.count ? classes : []
    }
}
