import Platform
import VAE

/// A path from one latent to another through the noise from which a learned prior draws latents: an arc between the noises of
/// both ends becomes the path of latents. So every point is one that the prior may draw, unlike those of a line between
/// latents.
///
/// The ends come back as nearly as the transport's steps allow: more steps bring them closer.
///
/// Source: Song et al., 2021, arXiv:2011.13456, section 4.3.
package struct FlowPath: Sendable {
    private let prior: any Prior
    private let transport: Transport
    private let followed: Int
    private let rest: [Float]
    private let pool: WorkerPool

    /// - Parameters:
    ///   - followed: The number of first dimensions of the noise that follow the arc; nil for all.
    ///   - rest: The noise of the others, the same at all points; nil for zeros. For a ladder, whose latents begin with the
    ///     coarsest, the prior then draws them given the coarser ones.
    package init(
        _ prior: any Prior, transport: Transport = Transport(), followed: Int? = nil, rest: [Float]? = nil,
        pool: WorkerPool
    ) {
        self.prior = prior
        self.transport = transport
        self.followed = followed ?? .max
        self.rest = rest ?? []
        self.pool = pool
    }

    /// `steps` points `[steps, dimension]`, evenly spaced along the arc, both ends included.
    ///
    /// - Parameter classes: The classes of the ends, as indices into the prior's; nil for any. The noise of an end is that of
    ///   its class, and the class of the points changes evenly from one to the other. If only one end has a class, the points
    ///   have none, and that end is reached only approximately.
    /// - Precondition: Both ends have the same dimension, and there are at least two steps.
    package func points(
        from start: ArraySlice<Float>, to end: ArraySlice<Float>, classes: (start: Int?, end: Int?) = (nil, nil),
        steps: Int
    ) -> Latents {
        precondition(start.count == end.count && steps >= 2)
        let noises = prior.noise(
            ofLatents: Latents(dimension: start.count, values: Array(start + end)),
            classes: [classes.start, classes.end],
            transport: transport, pool: pool)
        let told = (0..<steps).map { step -> PriorClass in
            guard let first = classes.start, let second = classes.end else { return .any }
            return first == second ? .one(first) : .between(first, second, share: Double(step) / Double(steps - 1))
        }
        let count = min(followed, start.count)
        let arc = InterpolationPath.spherical.points(
            from: noises[0].prefix(count), to: noises[1].prefix(count), steps: steps)
        return prior.latents(
            fromNoise: completed(arc, dimension: start.count), classes: told, transport: transport, pool: pool)
    }

    /// The rows, completed to a dimension with the rest.
    private func completed(_ rows: Latents, dimension: Int) -> Latents {
        guard rows.dimension < dimension else { return rows }
        let missing = dimension - rows.dimension
        precondition(rest.isEmpty || rest.count == missing, "a noise for every dimension of the rest")
        let tail = rest.isEmpty ? [Float](repeating: 0, count: missing) : rest
        return Latents(dimension: dimension, values: (0..<rows.count).flatMap { rows[$0] + tail })
    }
}
