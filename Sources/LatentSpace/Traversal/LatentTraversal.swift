import GreyImages
import Kernels
import VAE

/// What each dimension of the latent, or each principal component, changes about an image: swept on its own, the others
/// kept.
public struct LatentTraversal: Sendable {
    /// What is swept.
    public enum Axes: Sendable {
        /// Every dimension, over what the prior has of it; those that change the image the most come first.
        case dimensions
        /// The principal components of latents, such as a folder's, over what these have of them; those of the most
        /// variance come first. Where a latent is a map its dimensions are places, and components are traits.
        case components(of: Latents)
    }

    /// One axis.
    public struct Sweep: Sendable {
        let axis: TraversalAxis
        /// How far apart the images at both ends are: the root mean squared difference, in grey levels.
        public let change: Double
        /// The coordinates along the axis, from the lowest.
        public let values: [Float]

        /// The number of the dimension or component.
        public var index: Int { axis.index }
        /// A component's share of the variance of the latents; nil for a dimension.
        public var varianceShare: Double? { axis.varianceShare }
    }

    public let sweeps: [Sweep]
    private let latent: [Float]

    /// Draws that tell where the prior has a dimension.
    private static let draws = 256
    /// Axes whose ends are decoded together.
    private static let axesAtATime = 64

    /// - latent: of the image.
    /// - axes: of components, the latents' first `comparedLatents` dimensions count.
    /// - reach: to both sides of the mean, in standard deviations.
    /// - limit: of sweeps, at most.
    /// - steps: values of each, both ends among them.
    /// - Throws: `InferenceError.notFinite`.
    public init(
        of latent: ArraySlice<Float>, along axes: Axes = .dimensions, model: Model, inference: Inference,
        reach: Double, limit: Int, steps: Int, seed: UInt64, pool: WorkerPool
    ) throws {
        let own = Array(latent)
        let compared = model.configuration.comparedLatents
        let candidates: [TraversalAxis]
        switch axes {
        case .dimensions:
            let draws = try PriorSampler(model, pool: pool).draw(Self.draws, seed: seed).firstColumns(compared)
            candidates = TraversalAxis.dimensions(of: LatentSpread(draws))
        case .components(let latents):
            candidates = TraversalAxis.components(of: latents.firstColumns(compared), limit: limit)
        }
        func value(_ axis: TraversalAxis, _ share: Double) -> Float {
            Float(axis.mean + (2 * share - 1) * reach * axis.deviation)
        }
        let changes = try Self.changes(
            from: candidates.map { axis in
                [0, 1].map { axis.move(own, to: value(axis, $0)) }
            }, inference)
        var order = Array(candidates.indices)
        if case .dimensions = axes { order.sort { (changes[$0], $1) > (changes[$1], $0) } }
        self.latent = own
        sweeps = order.prefix(limit).map { index in
            Sweep(
                axis: candidates[index], change: changes[index],
                values: (0..<steps).map { step in
                    value(candidates[index], steps > 1 ? Double(step) / Double(steps - 1) : 0.5)
                })
        }
    }

    /// How far apart the images of two latents are, for every pair.
    private static func changes(from pairs: [[[Float]]], _ inference: Inference) throws -> [Double] {
        try stride(from: 0, to: pairs.count, by: axesAtATime).flatMap { start -> [Double] in
            let part = pairs[start..<min(pairs.count, start + axesAtATime)]
            let ends = part.flatMap { $0.flatMap { $0 } }
            let images = try inference.decode(Latents(dimension: part.first![0].count, values: ends))
            return (0..<part.count).map { images[2 * $0].rootMeanSquaredDifference(to: images[2 * $0 + 1]) }
        }
    }

    /// The latents of all sweeps, one sweep after the other.
    public var latents: Latents {
        Latents(
            dimension: latent.count,
            values: sweeps.flatMap { sweep in sweep.values.flatMap { sweep.axis.move(latent, to: $0) } })
    }
}
