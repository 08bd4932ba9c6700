import Kernels
import VAE

/// Latents of one class as those of another that come from the same noise: what a conditional prior tells the classes
/// apart by changes, the rest stays.
///
/// Source: Su et al., 2023, arXiv:2203.08382.
public struct ClassTranslation: Sendable {
    private let prior: any Prior
    private let transport: Transport
    private let pool: WorkerPool

    /// - transport: its guidance counts on the way to the new class alone; the way back to noise is as it was learnt.
    public init(_ prior: any Prior, transport: Transport = Transport(), pool: WorkerPool) {
        self.prior = prior
        self.transport = transport
        self.pool = pool
    }

    /// `[count, dimension]`, row by row.
    ///
    /// - classes: that of every latent, as an index into the prior's; nil for any.
    /// - target: the class to come to.
    public func translate(_ latents: Latents, from classes: [Int?], to target: Int) -> Latents {
        var back = transport
        back.guidance = 1
        let noise = prior.noise(ofLatents: latents, classes: classes, transport: back, pool: pool)
        return prior.latents(
            fromNoise: noise, classes: [Int?](repeating: target, count: latents.count), transport: transport, pool: pool
        )
    }
}
