import GreyImages
import VAE

/// A traversal of the latent space from an image: each dimension, or each principal component, changes by itself while the
/// others stay.
package struct LatentTraversal: Sendable {
    /// The axes of a traversal.
    package enum Axes: Sendable {
        /// Every dimension, over its range under the prior; those that change the image most come first.
        case dimensions
        /// The principal components of latents, such as those of a folder's images, over their range; those of maximum variance
        /// come first. The dimensions of a latent map are places in the image, and its components are traits of the whole.
        case components(of: Latents)
    }

    /// The change along one axis.
    package struct Sweep: Sendable {
        let axis: TraversalAxis
        /// The root mean squared difference of the images at both ends, in grey levels.
        package let change: Double
        /// The coordinates along the axis, from the lowest.
        package let values: [Float]

        /// The index of the dimension or component.
        package var index: Int { axis.index }
        /// A component's share of the variance of the latents; nil for a dimension.
        package var varianceShare: Double? { axis.varianceShare }
    }

    package let sweeps: [Sweep]
    private let latent: [Float]

    /// The number of draws by which the prior's range of a dimension is measured.
    private static let draws = 256
    /// The number of axes whose ends are decoded together.
    private static let axesAtATime = 64

    /// - Parameters:
    ///   - latent: The latent of the image.
    ///   - axes: The axes; for components, the first `comparedLatents` dimensions of the latents count.
    ///   - inference: The model.
    ///   - options: How far the traversal goes, and in how many sweeps and steps.
    /// - Throws: `InferenceError.notFinite`.
    package init(
        of latent: ArraySlice<Float>, along axes: Axes = .dimensions, inference: Inference, options: TraversalOptions
    ) throws {
        let own = Array(latent)
        let (limit, steps) = (options.limit, options.steps)
        let compared = inference.model.configuration.comparedLatents
        let candidates: [TraversalAxis]
        switch axes {
        case .dimensions:
            let draws = try PriorSampler(inference.model, pool: inference.pool).draw(Self.draws, seed: options.seed)
            candidates = TraversalAxis.dimensions(of: LatentSpread(draws.firstColumns(compared)))
        case .components(let latents):
            candidates = TraversalAxis.components(of: latents.firstColumns(compared), limit: limit)
        }
        func value(_ axis: TraversalAxis, _ share: Double) -> Float {
            Float(axis.mean + (2 * share - 1) * options.reach * axis.deviation)
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

    /// The difference of the images of every pair of latents.
    private static func changes(from pairs: [[[Float]]], _ inference: Inference) throws -> [Double] {
        try stride(from: 0, to: pairs.count, by: axesAtATime).flatMap { start -> [Double] in
            let part = pairs[start..<min(pairs.count, start + axesAtATime)]
            let ends = part.flatMap { $0.flatMap { $0 } }
            let images = try inference.decode(Latents(dimension: part.first![0].count, values: ends))
            return (0..<part.count).map { images[2 * $0].rootMeanSquaredDifference(to: images[2 * $0 + 1]) }
        }
    }

    /// The latents of all sweeps, sweep by sweep.
    package var latents: Latents {
        Latents(
            dimension: latent.count,
            values: sweeps.flatMap { sweep in sweep.values.flatMap { sweep.axis.move(latent, to: $0) } })
    }
}
