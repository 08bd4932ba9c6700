import Kernels
import Layers
import Platform
import VAE

/// The flow-matching gradient of a batch of latents. With noise x₀, a draw x₁ from an image's posterior and a time t, the
/// target of the velocity at (1 - t)·x₀ + t·x₁ is x₁ - x₀.
///
/// The times are logit-normal (Esser et al., 2024, arXiv:2403.03206). A tenth of the draws have no class and no conditions,
/// so that one network learns the velocity with and without them (Ho & Salimans, 2022, arXiv:2207.12598). Of the other draws
/// each condition is left out a tenth of the time, so that samples can be given any of them.
///
/// A network of long steps learns the velocity alone at first, because long steps are built on it. Then a share of the draws
/// teach long steps: see ``LongStepTargets``.
///
/// Source: Lipman et al., 2023, arXiv:2210.02747.
final class FlowGradient: @unchecked Sendable {
    let network: VelocityNetwork
    private let parameters: Arena
    private let posteriors: PosteriorStore
    private let seed: UInt64
    private let pool: WorkerPool
    private let cut: LaneCut
    private let weights: StackSetWeights
    private let laneGradients: LaneGradients
    private let record: StackSetRecord
    /// The targets of long steps; nil for a network without them.
    private let targets: LongStepTargets?
    private let workspaces: [Workspace]
    private lazy var lanes = WorkerPool.Work { [unowned self] lane, worker in computeLane(lane, worker) }
    private lazy var finish = WorkerPool.Work { [unowned self] part, worker in
        record.finish(
            part: part, images: batch.count, workspace: workspaces[worker].velocity.stacks, into: gradients)
    }
    /// The current batch: set before the threads begin, and unchanged while they work.
    private var batch: [Int] = []
    private var step = 0
    private var longStepShare: Float = 0
    /// The mean squared error per dimension of each of the last batch's draws.
    private let losses: SharedArray<Double>
    /// Whether each of the last batch's draws taught the velocity rather than a long step.
    private let teachesVelocity: SharedArray<Bool>
    /// The mean squared error of the draws that taught the velocity. Only these can be compared along a run.
    private(set) var velocityLoss = 0.0

    /// The share of the draws without a class.
    static let unconditionalShare: Float = 0.1
    /// The share of the other draws that aren't told a condition.
    static let droppedShare: Float = 0.1
    /// The share of the stage with the velocity alone, and the share of the draws that teach long steps from then on.
    static let longStepStart = 0.8
    static let longStepShare: Float = 0.5

    /// The memory of one worker.
    private struct Workspace {
        let velocity: VelocityWorkspace
        let noise: Buffer  // [capacity, dimension]
        let latents: Buffer  // [capacity, dimension]
        let points: Buffer  // [capacity, dimension]
        let gradient: Buffer  // [capacity, dimension]
        let draws: Buffer  // [3]
        let conditionDraws: Buffer  // [conditions]
        let conditions: Buffer  // [conditions]
        let longSteps: SharedArray<LongStep>  // [capacity]
    }

    /// - Parameters:
    ///   - parameters: The parameters, which are read at every `compute`.
    ///   - averaged: Their running average, which is read at every `compute` that teaches long steps.
    init(
        _ network: VelocityNetwork, parameters: Arena, averaged: Arena, batches: PosteriorBatches, pool: WorkerPool
    ) {
        self.network = network
        self.parameters = parameters
        posteriors = batches.posteriors
        seed = batches.seed
        self.pool = pool
        let cut = LaneCut(imagesPerLane: network.pointsPerLane, batch: batches.size)
        self.cut = cut
        weights = StackSetWeights(network.stacks, parameters: parameters, backward: true)
        laneGradients = LaneGradients(network.layout, slots: network.laneSlots, cut: cut, pool: pool)
        record = StackSetRecord(network.stacks, cut: cut)
        targets = LongStepTargets(network, averaged: averaged, capacity: cut.size, workers: pool.threadCount)
        let conditionCount = network.configuration.conditions?.count ?? 0
        let noStep = LongStep(count: 1, place: 0, told: .any, row: 0)
        workspaces = (0..<pool.threadCount).map { _ in
            func buffer() -> Buffer { Buffer(count: cut.size * network.dimension) }
            return Workspace(
                velocity: VelocityWorkspace(network, capacity: cut.size, backward: true), noise: buffer(),
                latents: buffer(), points: buffer(), gradient: buffer(), draws: Buffer(count: 3),
                conditionDraws: Buffer(count: conditionCount), conditions: Buffer(count: conditionCount),
                longSteps: SharedArray(repeating: noStep, count: cut.size))
        }
        losses = SharedArray(repeating: 0, count: batches.size)
        teachesVelocity = SharedArray(repeating: true, count: batches.size)
    }

    /// The gradient after `compute`.
    var gradients: Arena { laneGradients.total }

    /// Computes the gradient of the batch's mean squared error per dimension.
    ///
    /// - Parameters:
    ///   - batch: The indices of the images.
    ///   - step: The number of the step. It determines the noise.
    ///   - progress: The share of the stage that is done, 0...1.
    /// - Returns: The gradient's Euclidean norm, and the mean squared error.
    func compute(_ batch: [Int], step: Int, progress: Double = 0) -> (norm: Double, loss: Double) {
        (self.batch, self.step) = (batch, step)
        longStepShare = targets == nil || progress < Self.longStepStart ? 0 : Self.longStepShare
        weights.pack(pool: pool)
        if longStepShare > 0 { targets?.pack(pool: pool) }
        pool.run(cut.laneCount(batch: batch.count), lanes)
        pool.run(record.partCount, finish)
        let norm = laneGradients.addUp(batch: batch.count)
        let places = 0..<batch.count
        let teaching = places.reduce(0) { $0 + (teachesVelocity[$1] ? 1 : 0) }
        let sum = places.reduce(0) { $0 + (teachesVelocity[$1] ? losses[$1] : 0) }
        velocityLoss = teaching > 0 ? sum / Double(teaching) : velocityLoss
        return (norm, places.reduce(0) { $0 + losses[$1] } / Double(batch.count))
    }

    private func computeLane(_ lane: Int, _ worker: Int) {
        let places = cut.places(of: lane, batch: batch.count)
        let dimension = network.dimension
        let workspace = workspaces[worker]
        let ownGradients = laneGradients.cleared(lane: lane)
        var longStepCount = 0
        for (row, place) in places.enumerated() {
            let step = draw(place, row, workspace)
            teachesVelocity[place] = step == nil
            guard let step else { continue }
            workspace.longSteps[longStepCount] = step
            longStepCount += 1
        }
        let count = places.count * dimension
        let points = workspace.points.prefix(count)
        targets?.compute(
            workspace.longSteps, count: longStepCount, at: (points, workspace.velocity.features),
            into: workspace.latents, worker: worker)
        let pass = VelocityPass(points: places.count, weights: weights, workspace: workspace.velocity)
        let velocity = network.forward(points, pass)
        let gradient = workspace.gradient.prefix(count)
        // d/dv of the mean over the batch and the dimensions of (v - (x₁ - x₀))², where a long step's target and zeros
        // stand in the place of x₁ and x₀.
        let factor = 2 / (Float(dimension) * Float(batch.count))
        for (row, place) in places.enumerated() {
            let range = row..<row + 1
            losses[place] =
                KernelSet.current.squaredDifference(
                    velocity[range, each: dimension], minus: workspace.latents[range, each: dimension],
                    plus: workspace.noise[range, each: dimension], factor: factor,
                    into: gradient[range, each: dimension]) / Double(dimension)
        }
        network.backward(
            gradient, points: points, pass,
            gradients: StackSetGradients(lane: ownGradients, rows: record.rows(ofLane: lane, images: batch.count)),
            into: nil)
    }

    /// Draws both ends of a row's path, its time, and whether its class is given.
    ///
    /// - Returns: The long step that the row teaches; nil if it teaches the velocity.
    private func draw(_ place: Int, _ row: Int, _ workspace: Workspace) -> LongStep? {
        let range = row..<row + 1
        let dimension = network.dimension
        let noise = workspace.noise[range, each: dimension]
        let latent = workspace.latents[range, each: dimension]
        posteriors.draw(
            batch[place], from: RandomStream(seed: seed, purpose: .flowPosterior, step: step, item: place),
            noise: noise, into: latent)
        network.normalize(latent, parameters)
        RandomStream(seed: seed, purpose: .flowNoise, step: step, item: place).fillNormal(noise)
        let choice = workspace.draws.prefix(1)
        RandomStream(seed: seed, purpose: .flowClass, step: step, item: place).fillUniform(choice)
        let isFree = choice[0] < Self.unconditionalShare
        let told = isFree ? .any : PriorClass(posteriors.classIndex(of: batch[place]))
        let longStep = drawLongStep(place, row, told: told, workspace.draws)
        let time: Double
        if let longStep {
            time = longStep.time
        } else {
            RandomStream(seed: seed, purpose: .flowTime, step: step, item: place).fillNormal(choice)
            time = 1 / (1 + exp(-Double(choice[0])))
        }
        // Long steps are those of unchanged images alone, as samples are.
        let variation = longStep == nil ? posteriors.variation(of: batch[place]) : .none
        network.fillFeatures(
            workspace.velocity.features, row: row, time: time, told: told, step: longStep?.size, variation: variation)
        if !isFree { tellConditions(place, row, workspace) }
        KernelSet.current.mix(
            noise, latent, share: Float(time), into: workspace.points[range, each: dimension])
        if longStep != nil { noise.fill(0) }
        return longStep
    }

    /// Tells the network a row's conditions, some of which are left out.
    private func tellConditions(_ place: Int, _ row: Int, _ workspace: Workspace) {
        guard let codes = posteriors.conditions(of: batch[place]) else { return }
        RandomStream(seed: seed, purpose: .flowConditions, step: step, item: place)
            .fillUniform(workspace.conditionDraws)
        for index in 0..<codes.count {
            let isDropped = workspace.conditionDraws[index] < Self.droppedShare
            workspace.conditions[index] = isDropped ? .nan : codes[index]
        }
        network.fillConditions(workspace.velocity.features, row: row, codes: workspace.conditions)
    }

    /// Draws whether a row teaches a long step, and which.
    private func drawLongStep(_ place: Int, _ row: Int, told: PriorClass, _ draws: Buffer) -> LongStep? {
        guard longStepShare > 0, let steps = network.configuration.longSteps else { return nil }
        RandomStream(seed: seed, purpose: .flowLongStep, step: step, item: place).fillUniform(draws)
        return draws[0] < longStepShare ? LongStep(draws[1..<3], of: steps, told: told, row: row) : nil
    }
}
