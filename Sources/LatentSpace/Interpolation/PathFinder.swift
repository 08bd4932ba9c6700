import Platform
import VAE

/// Finds the points of a path between two latents.
struct PathFinder {
    typealias Row = ArraySlice<Float>

    private let make:
        (
            _ ends: (Row, Row), _ classes: (Int?, Int?), _ count: Int, _ progress: (_ share: Double) throws -> Void
        ) throws -> Latents

    /// - Throws: `InterpolationError` if the model has no such path, `InferenceError.notFinite`.
    init(_ kind: PathKind, model: Model, options: InterpolationOptions, pool: WorkerPool) throws {
        let followed = try Self.followedDimensions(options.followedGroups, of: model)
        switch kind {
        case .linear:
            make = { ends, _, count, _ in InterpolationPath.linear.points(from: ends.0, to: ends.1, steps: count) }
        case .spherical:
            make = { ends, _, count, _ in InterpolationPath.spherical.points(from: ends.0, to: ends.1, steps: count) }
        case .flow:
            if case .standard = model.prior.configuration { throw InterpolationError.noFlowPrior }
            let path = FlowPath(model.prior, transport: options.transport, followed: followed, pool: pool)
            make = { ends, classes, count, _ in
                path.points(from: ends.0, to: ends.1, classes: (start: classes.0, end: classes.1), steps: count)
            }
        case .geodesic:
            guard !model.network.hasLadder else { throw InterpolationError.noPathOfLadder(kind) }
            let path = GeodesicPath(model, pool: pool)
            make = { ends, _, count, progress in
                try path.path(from: ends.0, to: ends.1, seed: options.seed, progress: progress).points.evenly(count)
            }
        case .density:
            guard let path = try DensityPath(model, seed: options.seed, pool: pool) else {
                throw InterpolationError.noPathOfLadder(kind)
            }
            make = { ends, classes, count, _ in
                path.points(from: ends.0, to: ends.1, classes: (start: classes.0, end: classes.1)).evenly(count)
            }
        }
    }

    /// The dimensions of the groups that follow the path; nil for all.
    private static func followedDimensions(_ groups: Int?, of model: Model) throws(InterpolationError) -> Int? {
        guard let groups else { return nil }
        guard case .ladder(let shape) = model.configuration.architecture else { throw .oneGroup }
        guard (1...shape.groupCount).contains(groups) else { throw .groupsOutOfRange(1...shape.groupCount) }
        return shape.latentCount(ofGroups: groups, for: model.configuration.imageSize)
    }

    /// That many points, both ends included.
    ///
    /// - Parameter progress: Told the share of the work that is done, for paths that take long.
    func points(
        from start: Row, to end: Row, classes: (Int?, Int?), count: Int, progress: (_ share: Double) throws -> Void
    ) throws -> Latents {
        try make((start, end), classes, count, progress)
    }
}
