import Kernels
import Layers
import Platform
import Synchronization

/// A learned prior. The ordinary differential equation dx/dt = v(x, t, class) carries standard normal noise at time 0 to
/// latents at time 1, and latents back to noise.
///
/// Source: Lipman et al., 2023, arXiv:2210.02747.
package struct FlowPrior: Prior {
    package let network: VelocityNetwork
    let arena: Arena
    /// The codes of the conditions of all latents `[conditions]`; nil if none is known.
    private let conditions: Buffer?

    /// - Parameter arena: One of the network's layout.
    package init(network: VelocityNetwork, arena: Arena) {
        self.network = network
        self.arena = arena
        conditions = nil
    }

    private init(_ prior: FlowPrior, conditions: Buffer?) {
        network = prior.network
        arena = prior.arena
        self.conditions = conditions
    }

    /// The prior of latents that have some values of its conditions, which `configuration` and `parameters` don't say.
    ///
    /// - Parameter codes: The code of each condition; not a number where it is unknown.
    package func given(_ codes: [Float]) -> FlowPrior {
        precondition(codes.count == network.configuration.conditions?.count ?? 0, "a code for every condition")
        return FlowPrior(self, conditions: codes.allSatisfy(\.isNaN) ? nil : Buffer(codes))
    }

    /// Whether the prior is that of latents with some values of its conditions.
    package var isGivenConditions: Bool { conditions != nil }

    package var classNames: [String] { network.configuration.classNames }
    package var configuration: PriorConfiguration { .flow(network.configuration) }
    package var parameters: PriorParameters? { PriorParameters(layout: network.layout, arena: arena) }

    /// The number of points that a worker takes through the network at a time: their activations stay in its caches, and the
    /// weights are read once for several points.
    private static let rowsPerLane = 16

    package func latents(
        fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool
    ) -> Latents {
        if let count = transport.longSteps {
            precondition(network.configuration.longSteps?.counts.contains(count) ?? false, "long steps that it knows")
        }
        return mapRows(noise, classes, for: .transport(transport), pool: pool) { field, rows, _ in
            if let count = transport.longSteps {
                let size = 1 / Double(count)
                for index in 0..<count { field.takeLongStep(rows, from: Double(index) * size, size: size) }
            } else if let (steps, weights) = fittedSteps(for: transport) {
                steps.transport(
                    rows, weights: weights, means: network.classMeans.map { arena[$0] }, field: field)
            } else {
                transport.solver.transport(rows, from: 0, to: 1, steps: transport.steps, field: field)
            }
            if transport.matchesSpectrum { network.matchSpectrum(rows, arena) }
            network.restore(rows, arena)
        }
    }

    /// The fitted steps that samples take, and their weights; nil to follow the flow with a solver.
    private func fittedSteps(for transport: Transport) -> (steps: FittedSteps, weights: Buffer)? {
        guard let steps = network.configuration.fittedSteps(for: transport), let slot = network.stepWeights else {
            return nil
        }
        return (steps, arena[slot])
    }

    package func noise(
        ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mapRows(latents, classes.map(PriorClass.init), for: .transport(transport), pool: pool) { field, rows, _ in
            network.normalize(rows, arena)
            transport.solver.transport(rows, from: 1, to: 0, steps: transport.steps, field: field)
        }
    }

    package func logDensities(
        of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
    ) -> [Double] {
        let densities = SharedArray(repeating: 0.0, count: latents.count)
        let density = FlowDensity(
            solver: options.solver, steps: options.steps,
            divergence: network.dimension <= Self.maximumExactDimensions ? .exact : .estimated(probes: 1),
            knowsEnd: options.knowsEnd)
        let logScale = network.logScale(arena)
        _ = mapRows(latents, classes.map(PriorClass.init), for: .densities, pool: pool) { field, rows, first in
            network.normalize(rows, arena)
            let results = density.logDensities(of: rows, field: field, seed: options.seed, firstRow: first)
            for (index, result) in results.enumerated() { densities[first + index] = result - logScale }
        }
        return densities.prefix(latents.count)
    }

    /// The scores of the density of latents that are mixed with a little noise, which follow from the velocity at a time t
    /// before the end: (t · v(x, t) - x) / (1 - t). At the end itself the expression is undefined.
    ///
    /// Source: Lipman et al., 2023, arXiv:2210.02747; the score as the expected noise: Song et al., 2021,
    /// arXiv:2011.13456.
    package func scores(of latents: Latents, classes: [Int?], pool: WorkerPool) -> Latents? {
        let time = Self.scoreTime
        let scales = Buffer([Float](repeating: 1, count: network.dimension))
        let origin = Buffer(count: network.dimension)
        network.restore(scales, arena)
        network.restore(origin, arena)
        let deviations = zip(scales.values, origin.values).map { $0 - $1 }
        return mapRows(latents, classes.map(PriorClass.init), for: .scores, pool: pool) { field, rows, _ in
            network.normalize(rows, arena)
            KernelSet.current.scale(rows, by: Float(time), offset: 0, into: rows)
            let velocity = Buffer(count: rows.count)
            field.velocity(at: rows, time: time, into: velocity)
            let rest = Float(1 / (1 - time))
            for index in 0..<rows.count {
                let score = (Float(time) * velocity[index] - rows[index]) * rest
                rows[index] = Float(time) * score / deviations[index % deviations.count]
            }
        }
    }

    private static let scoreTime = 0.9

    /// The maximum number of dimensions for which the divergence is computed exactly, with one backward pass each.
    private static let maximumExactDimensions = 16

    /// What the velocities of rows are computed for.
    enum Purpose {
        /// The path between noise and latents, with guidance.
        case transport(Transport)
        case scores
        /// Densities, which need backward passes. A guided flow has none.
        case densities

        var transport: Transport { if case .transport(let transport) = self { transport } else { Transport() } }
        var needsBackwardPass: Bool { if case .densities = self { true } else { false } }
    }

    /// Runs the rows in lanes through a function that changes them in place.
    func mapRows(
        _ latents: Latents, _ classes: [PriorClass], for purpose: Purpose, pool: WorkerPool,
        _ body: @Sendable (ClassVelocity, _ rows: Buffer, _ first: Int) -> Void
    ) -> Latents {
        precondition(latents.dimension == network.dimension && classes.count == latents.count, "a class for every row")
        let (transport, backward) = (purpose.transport, purpose.needsBackwardPass)
        let weights = StackSetWeights(network.stacks, parameters: arena, backward: backward)
        weights.pack(pool: pool)
        let share = (latents.count + pool.threadCount - 1) / pool.threadCount
        let size = max(1, min(share, Self.rowsPerLane))
        let workspaces = Mutex<[VelocityWorkspace]>([])
        let values = Buffer(latents.values)
        pool.run((latents.count + size - 1) / size) { lane, _ in
            let range = lane * size..<min(latents.count, (lane + 1) * size)
            let workspace =
                workspaces.withLock { $0.popLast() }
                ?? VelocityWorkspace(network, capacity: size, backward: backward)
            let field = ClassVelocity(
                network: network, weights: weights, workspace: workspace, classes: Array(classes[range]),
                guidance: transport.guidance, guidanceTimes: transport.guidanceTimes, conditions: conditions)
            body(field, values[range, each: network.dimension], range.lowerBound)
            workspaces.withLock { $0.append(workspace) }
        }
        return Latents(dimension: latents.dimension, values: values.values)
    }
}
