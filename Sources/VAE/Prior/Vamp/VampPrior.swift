import Kernels
import Layers
import Platform

/// A prior that is the mean of the posteriors of learned pseudo-inputs.
///
/// Source: Tomczak & Welling, 2018, arXiv:1705.07120.
package struct VampPrior: Prior {
    private let network: VariationalAutoencoder
    private let arena: Arena

    /// - Parameters:
    ///   - network: One with pseudo-inputs.
    ///   - parameters: Those of the whole model.
    init(network: VariationalAutoencoder, parameters: Arena) {
        precondition(network.vamp != nil, "the network learns pseudo-inputs")
        self.network = network
        arena = parameters
    }

    package var classNames: [String] { [] }
    package var configuration: PriorConfiguration { .vamp }
    package var parameters: PriorParameters? { nil }

    /// The pseudo-inputs' posteriors as a mixture.
    private func mixture(pool: WorkerPool) -> MixturePrior {
        let weights = NetworkWeights(network, parameters: arena, backward: false)
        weights.pack(pool: pool)
        let posteriors = weights.pseudoPosteriors!
        let (count, dimension) = (posteriors.pseudoInputs.count, posteriors.latentCount)
        var (means, logVariances) = ([Float](), [Float]())
        for index in 0..<count {
            let raw = posteriors.raw[row: index, of: 2 * dimension]
            KernelSet.current.boundLogVariance(raw[dimension..<2 * dimension])
            means += raw.prefix(dimension).values
            logVariances += raw[dimension..<2 * dimension].values
        }
        return MixturePrior(
            logWeights: [Float](repeating: 0, count: count), means: Latents(dimension: dimension, values: means),
            logVariances: Latents(dimension: dimension, values: logVariances))
    }

    package func latents(
        fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mixture(pool: pool).latents(fromNoise: noise, classes: classes, transport: transport, pool: pool)
    }

    package func noise(
        ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mixture(pool: pool).noise(ofLatents: latents, classes: classes, transport: transport, pool: pool)
    }

    package func logDensities(
        of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
    ) -> [Double] {
        mixture(pool: pool).logDensities(of: latents, classes: classes, options: options, pool: pool)
    }

    package func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents? {
        mixture(pool: pool).scores(of: latents, classes: classes, pool: pool)
    }
}
