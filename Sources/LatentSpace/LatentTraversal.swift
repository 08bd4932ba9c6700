import GreyImages
import Kernels
import VAE

/// What each dimension of the latent changes about an image: swept on its own, the others kept.
public struct LatentTraversal: Sendable {
    /// One dimension.
    public struct Sweep: Sendable {
        public let dimension: Int
        /// How far apart the images at both ends are: the root mean squared difference, in grey levels.
        public let change: Double
        /// Its values, from the lowest.
        public let values: [Float]
    }

    /// Those that change the image the most, first.
    public let sweeps: [Sweep]
    private let latent: [Float]

    /// Draws that tell where the prior has a dimension.
    private static let draws = 256

    /// - latent: of the image.
    /// - reach: to both sides of the prior's mean, in its standard deviations.
    /// - limit: of dimensions, at most.
    /// - steps: values of each, both ends among them.
    public init(
        of latent: ArraySlice<Float>, model: Model, inference: Inference, reach: Double, limit: Int, steps: Int,
        seed: UInt64, pool: WorkerPool
    ) {
        let own = Array(latent)
        let dimensions = model.configuration.comparedLatents
        let spread = LatentSpread(PriorSampler(model, pool: pool).draw(Self.draws, seed: seed))
        let ranges = (0..<dimensions).map { dimension in
            let extent = reach * spread.deviations[dimension]
            return (spread.means[dimension] - extent, spread.means[dimension] + extent)
        }
        var changes: [Double] = []
        for start in stride(from: 0, to: dimensions, by: 64) {
            let part = start..<min(dimensions, start + 64)
            let ends = part.flatMap { dimension in
                [ranges[dimension].0, ranges[dimension].1].flatMap { value -> [Float] in
                    var moved = own
                    moved[dimension] = Float(value)
                    return moved
                }
            }
            let images = inference.decode(Latents(dimension: own.count, values: ends))
            changes += part.indices.map { index in
                let place = 2 * (index - part.lowerBound)
                return images[place].rootMeanSquaredDifference(to: images[place + 1])
            }
        }
        self.latent = own
        sweeps = (0..<dimensions).sorted { (changes[$0], $1) > (changes[$1], $0) }.prefix(limit).map { dimension in
            let (low, high) = ranges[dimension]
            return Sweep(
                dimension: dimension, change: changes[dimension],
                values: (0..<steps).map { step in
                    let share = steps > 1 ? Double(step) / Double(steps - 1) : 0.5
                    return Float(low + (high - low) * share)
                })
        }
    }

    /// The latents of all sweeps, one sweep after the other.
    public var latents: Latents {
        Latents(
            dimension: latent.count,
            values: sweeps.flatMap { sweep in
                sweep.values.flatMap { value -> [Float] in
                    var moved = latent
                    moved[sweep.dimension] = value
                    return moved
                }
            })
    }
}
