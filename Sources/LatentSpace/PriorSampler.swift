import Kernels
import VAE

/// Draws latents from a model's prior.
public struct PriorSampler: Sendable {
    private let prior: any Prior
    private let dimension: Int

    public init(_ model: Model) {
        prior = model.network.prior
        dimension = model.configuration.latentCount
    }

    /// `[count, latents]`; row k depends on the seed, the temperature and k alone.
    ///
    /// - temperature: 1 draws from the prior itself; less gives more typical and less varied images.
    public func draw(_ count: Int, seed: UInt64, temperature: Double = 1) -> Latents {
        let row = Buffer(count: dimension)
        var values: [Float] = []
        values.reserveCapacity(count * dimension)
        for index in 0..<count {
            prior.draw(
                from: RandomStream(seed: seed, purpose: .priorDraw, item: index), temperature: temperature, into: row)
            values += row.values
        }
        return Latents(dimension: dimension, values: values)
    }
}

extension RandomStream.Purpose {
    static let priorDraw = Self(rawValue: 32)
}
