import Kernels
import VAE

/// A way from one latent to another through the noise that a learned prior draws latents from: both ends are taken back
/// to their noises, and the points of an arc between these are carried forward again. So every point is one that the prior
/// itself may draw, which those of a line between latents need not be.
///
/// The ends come back as far as the transport's steps allow: more steps bring them closer.
///
/// Source: Song et al., 2021, arXiv:2011.13456, section 4.3.
public struct FlowPath: Sendable {
    private let prior: any Prior
    private let transport: Transport
    private let followed: Int
    private let rest: [Float]
    private let pool: WorkerPool

    /// - followed: the first dimensions of the noise that go along the arc; nil for all.
    /// - rest: the noise of the others, the same at all points; nil for zeros. Of a ladder, whose latents begin with the
    ///   coarsest, they are then drawn by the prior given the coarser ones.
    public init(
        _ prior: any Prior, transport: Transport = Transport(), followed: Int? = nil, rest: [Float]? = nil,
        pool: WorkerPool
    ) {
        self.prior = prior
        self.transport = transport
        self.followed = followed ?? .max
        self.rest = rest ?? []
        self.pool = pool
    }

    /// `steps` points `[steps, dimension]`, evenly spaced along the arc, both ends among them.
    ///
    /// - classes: those of the ends, as indices into the prior's; nil for any. The ends' noises are those of their own
    ///   classes; the points' class changes evenly from the one to the other. Where only one end has a class the points
    ///   have none, and the end that has only resembles it.
    ///
    /// - Precondition: both ends have the same dimension, and there are at least two steps.
    public func points(
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

    /// The rows with what they have no part of.
    private func completed(_ rows: Latents, dimension: Int) -> Latents {
        guard rows.dimension < dimension else { return rows }
        let missing = dimension - rows.dimension
        precondition(rest.isEmpty || rest.count == missing, "the rest is a row's")
        let tail = rest.isEmpty ? [Float](repeating: 0, count: missing) : rest
        return Latents(dimension: dimension, values: (0..<rows.count).flatMap { rows[$0] + tail })
    }
}
