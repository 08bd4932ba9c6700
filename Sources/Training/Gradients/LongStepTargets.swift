import Kernels
import Layers
import Platform
import VAE

/// The targets of long steps. A step's target is the mean of two consecutive steps of half its size. That of the smallest
/// step is the mean of the velocities at its two ends, as Heun's method has it, which are guided towards the class.
///
/// They are computed with the averaged weights, which change slowly, and no gradient flows through them.
///
/// Source: Frans et al., 2024, arXiv:2410.12557; guidance: Ho & Salimans, 2022, arXiv:2207.12598.
struct LongStepTargets {
    private let network: VelocityNetwork
    private let steps: LongSteps
    private let weights: StackSetWeights
    private let workspaces: [Workspace]

    /// The memory of one worker.
    private struct Workspace {
        let velocity: VelocityWorkspace
        let points: Buffer  // [capacity, dimension]
        let first: Buffer  // [capacity, dimension]
        let second: Buffer  // [capacity, dimension]
        let guided: Buffer  // [capacity, dimension]
        let conditions: Buffer  // [capacity, featureCount], of which the features of the conditions alone are set
        let guidedRows: SharedArray<Int>
    }

    /// Nil if the network learns no long steps.
    ///
    /// - Parameters:
    ///   - averaged: The averaged weights, which are read at every `pack`.
    ///   - capacity: The maximum number of steps that a worker is given at a time.
    init?(_ network: VelocityNetwork, averaged: Arena, capacity: Int, workers: Int) {
        guard let steps = network.configuration.longSteps else { return nil }
        self.network = network
        self.steps = steps
        weights = StackSetWeights(network.stacks, parameters: averaged, backward: false)
        workspaces = (0..<workers).map { _ in
            func buffer() -> Buffer { Buffer(count: capacity * network.dimension) }
            return Workspace(
                velocity: VelocityWorkspace(network, capacity: capacity, backward: false), points: buffer(),
                first: buffer(), second: buffer(), guided: buffer(),
                conditions: Buffer(count: capacity * network.featureCount),
                guidedRows: SharedArray(repeating: 0, count: capacity))
        }
    }

    /// Takes the averaged weights as they are now.
    func pack(pool: WorkerPool) { weights.pack(pool: pool) }

    /// Computes the targets of a lane's steps.
    ///
    /// - Parameters:
    ///   - drawn: The steps, `count` of them.
    ///   - origins: The points where they begin, `[rows of the lane, dimension]`, and the features of the lane, which hold
    ///     the conditions.
    ///   - targets: The rows of the steps are set, `[rows of the lane, dimension]`.
    func compute(
        _ drawn: SharedArray<LongStep>, count: Int, at origins: (points: Buffer, features: Buffer),
        into targets: Buffer, worker: Int
    ) {
        guard count > 0 else { return }
        let (workspace, dimension) = (workspaces[worker], network.dimension)
        for index in 0..<count {
            row(workspace.points, index).copy(from: origins.points[row: drawn[index].row, of: dimension])
            network.conditions(in: workspace.conditions, row: index).copy(
                from: network.conditions(in: origins.features, row: drawn[index].row))
        }
        evaluate(drawn, count, isSecond: false, into: workspace.first, workspace)
        for index in 0..<count {
            row(workspace.points, index).move(by: Float(stride(of: drawn[index])), along: row(workspace.first, index))
        }
        evaluate(drawn, count, isSecond: true, into: workspace.second, workspace)
        for index in 0..<count {
            KernelSet.current.mix(
                row(workspace.first, index), row(workspace.second, index), share: 0.5,
                into: targets[row: drawn[index].row, of: dimension])
        }
    }

    private func isSmallest(_ step: LongStep) -> Bool { step.count == steps.maximumCount }

    /// The time from the first to the second of the velocities whose mean is the target.
    private func stride(of step: LongStep) -> Double { isSmallest(step) ? step.size : step.size / 2 }

    /// Computes the first or the second velocity of every step at `workspace.points`.
    private func evaluate(
        _ drawn: SharedArray<LongStep>, _ count: Int, isSecond: Bool, into velocity: Buffer, _ workspace: Workspace
    ) {
        let features = workspace.velocity.features
        func time(_ step: LongStep) -> Double { step.time + (isSecond ? stride(of: step) : 0) }
        for index in 0..<count {
            let step = drawn[index]
            network.fillFeatures(
                features, row: index, time: time(step), told: step.priorClass,
                step: isSmallest(step) ? nil : step.size / 2)
            network.conditions(in: features, row: index).copy(
                from: network.conditions(in: workspace.conditions, row: index))
        }
        velocity.prefix(count * network.dimension).copy(from: forward(workspace.points, count, workspace))
        var guided = 0
        for index in 0..<count {
            let step = drawn[index]
            let isTold = step.priorClass != .any || network.isToldConditions(workspace.conditions, row: index)
            guard isSmallest(step), isTold, steps.isGuided(at: time(step)) else { continue }
            network.fillFeatures(features, row: guided, time: time(step), told: .any)
            row(workspace.guided, guided).copy(from: row(workspace.points, index))
            workspace.guidedRows[guided] = index
            guided += 1
        }
        guard guided > 0 else { return }
        let free = forward(workspace.guided, guided, workspace)
        for place in 0..<guided {
            // free + guidance · (towards the class - free)
            let own = row(velocity, workspace.guidedRows[place])
            KernelSet.current.mix(row(free, place), own, share: Float(steps.guidance), into: own)
        }
    }

    private func forward(_ points: Buffer, _ count: Int, _ workspace: Workspace) -> Buffer {
        network.forward(
            points.prefix(count * network.dimension),
            VelocityPass(points: count, weights: weights, workspace: workspace.velocity))
    }

    private func row(_ buffer: Buffer, _ index: Int) -> Buffer { buffer[row: index, of: network.dimension] }
}
