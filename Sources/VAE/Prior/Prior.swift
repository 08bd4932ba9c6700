import Kernels

/// The distribution of latents that sampling starts from: what turns standard normal noise into latents, and back.
///
/// Every row is on its own: what comes of it doesn't depend on the others.
public protocol Prior: Sendable {
    /// The classes that it tells apart; empty when it knows none.
    var classNames: [String] { get }

    /// The latents `[count, dimension]` to which noise `[count, dimension]` leads.
    ///
    /// - classes: that of every row.
    func latents(fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool) -> Latents

    /// The noise that leads to latents: the way back.
    ///
    /// - classes: an index into `classNames` for every row, or nil for any class.
    func noise(ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool) -> Latents

    /// log p(latent | class) of every row, in nats.
    ///
    /// - seed: of a stochastic estimate, where there is one.
    func logDensities(
        of latents: Latents, classes: [Int?], transport: Transport, seed: UInt64, pool: WorkerPool
    ) -> [Double]

    /// The gradient of log p(latent | class) by the latent, `[count, dimension]`, as exact as the prior has it; nil where it
    /// has none.
    func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents?

    /// What a model file says of it.
    var configuration: PriorConfiguration { get }
    /// Its parameters, where it has any.
    var parameters: PriorParameters? { get }
}

extension Prior {
    public func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents? { nil }

    /// - classes: an index into `classNames` for every row, or nil for any class.
    public func latents(fromNoise noise: Latents, classes: [Int?], transport: Transport, pool: WorkerPool) -> Latents {
        latents(fromNoise: noise, classes: classes.map(PriorClass.init), transport: transport, pool: pool)
    }
}
