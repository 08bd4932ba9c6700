import Foundation
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite("Steps fitted to a flow")
struct FittedStepsTests {
    private let pool = WorkerPool(threads: 2)

    /// A flow whose velocity bends, with steps that are fitted to it.
    private func fitted(_ one: FlowCase, threads: Int = 2) throws -> FlowPrior {
        let network = try one.network()
        let flow = FlowPrior(network: network, arena: one.disturbed(network, by: 0.2))
        return try flow.fittingSteps(classes: [0], seed: 3, pool: WorkerPool(threads: threads))
    }

    /// The root-mean-square distance of samples from those of an exact solver, over that of the exact ones from noise.
    private func error(
        _ prior: FlowPrior, _ one: FlowCase, _ transport: Transport, exactGuidance: Double? = nil
    ) -> Double {
        let (noise, classes) = one.rows(12)
        func latents(_ transport: Transport) -> [Float] {
            prior.latents(fromNoise: noise, classes: classes, transport: transport, pool: pool).values
        }
        let exact = latents(Transport(solver: .heun, steps: 30, guidance: exactGuidance ?? transport.guidance))
        let start = Buffer(noise.values)
        prior.network.restore(start, prior.arena)
        func distance(_ first: [Float], _ second: [Float]) -> Double {
            zip(first, second).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        }
        return (distance(latents(transport), exact) / distance(start.values, exact)).squareRoot()
    }

    @Test("Fitted steps end nearer to the exact latents than as many of a solver", arguments: FlowCase.all)
    func accuracy(one: FlowCase) throws {
        let prior = try fitted(one)
        let steps = try #require(prior.network.configuration.fittedSteps)
        let guidance = one.configuration.classNames.isEmpty ? 1.0 : 2
        let own = error(prior, one, Transport(guidance: guidance, takesFittedSteps: true))
        let adams = error(prior, one, Transport(solver: .adams, steps: steps.count, guidance: guidance))
        #expect(own < adams, "\(own), \(adams)")
    }

    @Test("Other guidances than the fitted one scale the difference", arguments: [1, 1.5, 3])
    func guidance(strength: Double) throws {
        let one = FlowCase.map
        let network = try one.network()
        let arena = one.disturbed(network, by: 0.2)
        // Classes that differ much, so that guidance matters.
        let weights = arena[network.firstEmbeddingWeight]
        for place in 0..<weights.count where (64..<66).contains(place % network.featureCount) { weights[place] *= 30 }
        let prior = try FlowPrior(network: network, arena: arena).fittingSteps(classes: [0, 1], seed: 3, pool: pool)
        let own = error(prior, .map, Transport(guidance: strength, takesFittedSteps: true))
        let unscaled = error(
            prior, .map, Transport(guidance: 2, takesFittedSteps: true), exactGuidance: strength)
        #expect(own < unscaled, "\(own), \(unscaled)")
    }

    @Test("Rows, threads and calibration again give the same bits")
    func determinism() throws {
        let priors = try [1, 2, 3].map { try fitted(.patches, threads: $0) }
        for prior in priors { #expect(prior.arena.buffer.values == priors[0].arena.buffer.values) }
        let again = try priors[0].fittingSteps(classes: [0], seed: 3, pool: pool)
        #expect(again.arena.buffer.values == priors[0].arena.buffer.values)
        let (rows, classes) = FlowCase.patches.rows(21)
        let transport = Transport(guidance: 2, takesFittedSteps: true)
        func latents(_ rows: Latents, _ classes: [Int?], threads: Int) -> Latents {
            priors[0].latents(
                fromNoise: rows, classes: classes, transport: transport, pool: WorkerPool(threads: threads))
        }
        let all = latents(rows, classes, threads: 1)
        #expect(latents(rows, classes, threads: 3) == all)
        for row in [0, 16, 20] {
            #expect(latents(rows.rows([row]), [classes[row]], threads: 1) == all.rows([row]), "row \(row)")
        }
    }

    /// Paths, densities and scores follow the flow itself, and so do samples with the settings of a solver.
    @Test("Only samples that ask for them take fitted steps")
    func others() throws {
        let one = FlowCase.map
        let network = try one.network()
        let plain = FlowPrior(network: network, arena: one.disturbed(network, by: 0.2))
        let prior = try fitted(one)
        let (rows, classes) = one.rows(5)
        func results(_ prior: FlowPrior) -> [[Float]] {
            [
                prior.latents(fromNoise: rows, classes: classes, transport: Transport(guidance: 2), pool: pool).values,
                prior.noise(
                    ofLatents: rows, classes: classes, transport: Transport(takesFittedSteps: true), pool: pool
                ).values,
                prior.scores(of: rows, classes: classes, pool: pool)!.values,
            ]
        }
        #expect(results(prior) == results(plain))
        func samples(_ prior: FlowPrior) -> Latents {
            prior.latents(
                fromNoise: rows, classes: classes, transport: .samples(guided: true, dimension: 18), pool: pool)
        }
        #expect(samples(prior) != samples(plain))
    }

    /// Guidance was not part of the paths of a flow without classes, so that guided samples follow the flow.
    @Test("Steps without guidance aren't taken with one")
    func unguided() throws {
        let configuration = try fitted(.vector).network.configuration
        #expect(configuration.fittedSteps?.guidedStep == nil)
        #expect(configuration.fittedSteps(for: Transport(takesFittedSteps: true)) != nil)
        #expect(configuration.fittedSteps(for: Transport(guidance: 2, takesFittedSteps: true)) == nil)
        #expect(configuration.fittedSteps(for: Transport()) == nil)
    }

    @Test("A file keeps the steps and their weights; one from an older version has none")
    func files() throws {
        let prior = try fitted(.classes)
        let text = try JSONEncoder().encode(prior.network.configuration)
        #expect(try JSONDecoder().decode(FlowConfiguration.self, from: text) == prior.network.configuration)
        let slot = try #require(prior.network.layout.slots.last)
        #expect(slot.name == "prior.steps" && slot.shape == [5, 6])
        #expect(prior.arena[slot].values.contains { $0 != 0 })
        let older = #"{"blocks":2,"classNames":["a","b"],"width":16}"#
        let read = try JSONDecoder().decode(FlowConfiguration.self, from: Data(older.utf8))
        #expect(read.fittedSteps == nil)
        #expect(try VelocityNetwork(read, latentMap: nil, latentCount: 4).stepWeights == nil)
    }

    /// A flow like one that has learned its latents: at time 0 its velocity is a mean less the point.
    private func learned() throws -> FlowPrior {
        let network = try FlowCase.rest.network()
        let arena = FlowCase.rest.initialized(network)
        let bias = try #require(network.layout.slots.first { $0.name == "prior.last.bias" })
        arena[bias].copy(from: Buffer(uniformFloats(bias.count, seed: 8)))
        return try FlowPrior(network: network, arena: arena).fittingSteps(classes: [0], seed: 3, pool: pool)
    }

    @Test("Where the velocity at time 0 is a mean less the point, steps keep the means and take one evaluation less")
    func means() throws {
        let prior = try learned()
        let (network, slot) = (prior.network, try #require(prior.network.classMeans))
        #expect(slot.name == "prior.means" && slot.shape == [2, 4, 3])
        #expect(network.configuration.fittedSteps?.evaluations == 5)
        let transport = Transport(guidance: 2, takesFittedSteps: true)
        #expect(error(prior, .rest, transport) < 0.02)
        // An older file's steps ask the network for the same velocity.
        let older = try prior.copy { $0.fittedSteps?.keepsMeans = nil }
        #expect(older.network.classMeans == nil && older.network.configuration.fittedSteps?.evaluations == 6)
        #expect(error(older, .rest, transport) < 0.02)
        // A flow whose velocity differs from that asks it always.
        #expect(try fitted(.map).network.classMeans == nil)
    }

    @Test("Noise starts towards the mean of its class, of all, or between two")
    func start() throws {
        let prior = try FlowCase.classes.prior()
        let weights = StackSetWeights(prior.network.stacks, parameters: prior.arena, backward: false)
        let field = ClassVelocity(
            network: prior.network, weights: weights,
            workspace: VelocityWorkspace(prior.network, capacity: 3, backward: false),
            classes: [.one(1), .any, .between(0, 2, share: 0.25)], guidance: 1, guidanceTimes: 0...1)
        let means = Buffer((0..<16).map { Float($0) })
        let (points, velocity) = (Buffer([Float](repeating: 2, count: 12)), Buffer(count: 12))
        field.startVelocity(at: points, means: means, into: velocity)
        #expect(velocity.values == [2, 3, 4, 5, 10, 11, 12, 13, 0, 1, 2, 3])
    }

    @Test("A flow that leads to no finite numbers gets no steps, and loses those that it had")
    func notFinite() throws {
        let one = FlowCase.classes
        let prior = try fitted(one)
        let slot = try #require(prior.network.layout.slots.first { $0.name == "prior.last.weight" })
        prior.arena[slot].fill(.greatestFiniteMagnitude)
        let broken = try prior.fittingSteps(classes: [0], seed: 3, pool: pool)
        #expect(broken.network.configuration.fittedSteps == nil && broken.network.stepWeights == nil)
        #expect(broken.arena[slot].values.allSatisfy { $0 == .greatestFiniteMagnitude })
    }

    @Test(
        "Steps that lead nowhere are refused",
        arguments: [
            FittedSteps(times: []), FittedSteps(times: [0.1, 0.5]), FittedSteps(times: [0, 0.5, 0.5]),
            FittedSteps(times: [0, 1]), FittedSteps(times: [0, .nan]), FittedSteps(times: [0, 0.6, 0.4]),
            FittedSteps(times: (0..<65).map { Double($0) / 65 }),
            FittedSteps(times: [0, 0.5], guidedStep: 2, guidance: 2),
            FittedSteps(times: [0, 0.5], guidedStep: -1, guidance: 2),
            FittedSteps(times: [0, 0.5], guidedStep: 1, guidance: 1),
            FittedSteps(times: [0, 0.5], guidance: 2),
            FittedSteps(times: [0, 0.5], guidedStep: 1, guidance: .infinity),
        ])
    func refusals(steps: FittedSteps) {
        #expect(throws: ConfigurationError.fittedSteps) { try FlowConfiguration(fittedSteps: steps).validate() }
    }
}
