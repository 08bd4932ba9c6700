import Platform

/// A prior of independent standard normal latents, for which noise and latents are the same.
package struct StandardNormalPrior: Prior {
    package init() {}

    package var classNames: [String] { [] }
    package var configuration: PriorConfiguration { .standard }
    package var parameters: PriorParameters? { nil }

    package func latents(
        fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool
    ) -> Latents { noise }

    package func noise(
        ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool
    ) -> Latents { latents }

    package func logDensities(
        of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
    ) -> [Double] {
        (0..<latents.count).map { Self.logDensity(of: latents[$0]) }
    }

    package func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents? {
        Latents(dimension: latents.dimension, values: latents.values.map { -$0 })
    }

    /// log N(values; 0, I), in nats.
    package static func logDensity(of values: some Collection<Float>) -> Double {
        -0.5 * values.reduce(Double(values.count) * log(2 * Double.pi)) { $0 + Double($1) * Double($1) }
    }
}
