import ArgumentParser
import Grisaille

extension PathSpacing: ExpressibleByArgument {}

/// The ways from one image's latent to another's that can be asked for.
enum PathName: String, ExpressibleByArgument, CaseIterable {
    case linear, spherical, flow, geodesic, density

    /// Whose frames look most real in between, for a model.
    ///
    /// Of 12 pairs of MedNIST's test images with the shipped model, the frames in the middle of a flow's path keep the ends'
    /// contrast (1.05 of it; the line's 0.83, the geodesic's 0.83, the density path's 0.79) and show one anatomy, where the
    /// others are double exposures. Blends are nearer to some real image, pixel by pixel: 27 grey levels within a class and
    /// 35 across, the flow's 32 and 42. Without a flow, of 18 pairs of phantoms, all paths are as near within a kind (14.2 to
    /// 14.4), and the line is nearest across kinds (27.0; the others 27.4 to 28.1).
    static func usual(for model: Model) -> PathName {
        if case .flow = model.prior.configuration { return .flow }
        return .linear
    }
}

/// Makes the points between two latents.
struct PathMaker {
    let name: PathName
    private let make:
        (
            _ ends: (Latents.Row, Latents.Row), _ classes: (Int?, Int?), _ count: Int,
            _ progress: (_ share: Double) throws -> Void
        ) throws -> Latents

    /// - followed: of a flow's or a ladder's noise, the first dimensions that go along; nil for all.
    /// - Throws: `CommandError` where the model has no such path.
    init(
        _ name: PathName, model: Model, transport: Transport, followed: Int?, seed: UInt64, pool: WorkerPool
    ) throws {
        self.name = name
        switch name {
        case .linear:
            make = { ends, _, count, _ in InterpolationPath.linear.points(from: ends.0, to: ends.1, steps: count) }
        case .spherical:
            make = { ends, _, count, _ in InterpolationPath.spherical.points(from: ends.0, to: ends.1, steps: count) }
        case .flow:
            if case .standard = model.prior.configuration { throw CommandError.noFlowPrior(option: "--path flow") }
            let path = FlowPath(model.prior, transport: transport, followed: followed, pool: pool)
            make = { ends, classes, count, _ in
                path.points(from: ends.0, to: ends.1, classes: (start: classes.0, end: classes.1), steps: count)
            }
        case .geodesic:
            guard !model.network.hasLadder else { throw CommandError.noPathOfLadder(name.rawValue) }
            let path = GeodesicPath(model, pool: pool)
            make = { ends, _, count, progress in
                try path.path(from: ends.0, to: ends.1, seed: seed, progress: progress).points.evenly(count)
            }
        case .density:
            guard let path = try DensityPath(model, seed: seed, pool: pool) else {
                throw CommandError.noPathOfLadder(name.rawValue)
            }
            make = { ends, classes, count, _ in
                path.points(from: ends.0, to: ends.1, classes: (start: classes.0, end: classes.1)).evenly(count)
            }
        }
    }

    /// That many points, both ends among them.
    ///
    /// - progress: told the share of the work that is done, where it takes long.
    func points(
        from start: Latents.Row, to end: Latents.Row, classes: (Int?, Int?), count: Int,
        progress: (_ share: Double) throws -> Void
    ) throws -> Latents {
        try make((start, end), classes, count, progress)
    }
}

extension Latents {
    typealias Row = ArraySlice<Float>
}
