import Platform
import VAE

/// A translation of latents from one class to another: both come from the same noise, so that what distinguishes the classes
/// for a conditional prior changes, and the rest stays.
///
/// Source: Su et al., 2023, arXiv:2203.08382.
package struct ClassTranslation: Sendable {
    private let prior: any Prior
    private let transport: Transport
    private let pool: WorkerPool

    /// - Parameter transport: Its guidance counts only from noise to the new class; the path to noise has none.
    package init(_ prior: any Prior, transport: Transport = Transport(), pool: WorkerPool) {
        self.prior = prior
        self.transport = transport
        self.pool = pool
    }

    /// Translates latents `[count, dimension]`, row by row.
    ///
    /// - Parameters:
    ///   - classes: The class of every latent, as an index into the prior's; nil for any.
    ///   - target: The class to translate to.
    package func translate(_ latents: Latents, from classes: [Int?], to target: Int) -> Latents {
        var back = transport
        back.guidance = 1
        let noise = prior.noise(ofLatents: latents, classes: classes, transport: back, pool: pool)
        return prior.latents(
            fromNoise: noise, classes: [Int?](repeating: target, count: latents.count), transport: transport, pool: pool
        )
    }
}
