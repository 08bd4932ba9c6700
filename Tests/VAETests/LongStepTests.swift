import Foundation
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct LongStepTests {
    private let pool = WorkerPool(threads: 2)

    /// A network with long steps, whose weights all differ from their start.
    private func prior(_ one: FlowCase) throws -> (prior: FlowPrior, arena: Arena) {
        let network = try one.network()
        let arena = one.disturbed(network)
        return (FlowPrior(network: network, arena: arena), arena)
    }

    /// The velocity of a row told the size of a step, computed by itself.
    private func velocity(
        _ prior: FlowPrior, _ arena: Arena, at point: [Float], _ told: PriorClass, time: Double, step: Double?
    ) -> [Float] {
        let network = prior.network
        let weights = StackSetWeights(network.stacks, parameters: arena, backward: false)
        weights.pack(pool: pool)
        let workspace = VelocityWorkspace(network, capacity: 1, backward: false)
        network.fillFeatures(workspace.features, row: 0, time: time, told: told, step: step)
        return network.forward(Buffer(point), VelocityPass(points: 1, weights: weights, workspace: workspace)).values
    }

    /// n long steps move the noise n times, by the mean velocity that the network gives for the size 1/n.
    @Test(arguments: FlowCase.withLongSteps, [1, 2, 4, 8])
    func samplesTakeTheStepsOfTheNetwork(one: FlowCase, count: Int) throws {
        let (prior, arena) = try prior(one)
        let (noise, classes) = one.rows(5)
        let found = prior.latents(
            fromNoise: noise, classes: classes, transport: Transport(guidance: 3, longSteps: count), pool: pool)
        for row in 0..<noise.count {
            var point = Array(noise[row])
            for index in 0..<count {
                let mean = velocity(
                    prior, arena, at: point, PriorClass(classes[row]), time: Double(index) / Double(count),
                    step: 1 / Double(count))
                point = zip(point, mean).map { $0 + $1 / Float(count) }
            }
            let expected = Buffer(point)
            prior.network.restore(expected, arena)
            let distance = zip(found[row], expected.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(distance < 1e-5, "row \(row)")
        }
    }

    @Test(arguments: FlowCase.withLongSteps) func rowsAreIndependent(one: FlowCase) throws {
        let prior = try one.prior()
        let (rows, classes) = one.rows(37)
        func latents(_ rows: Latents, _ classes: [Int?], _ threads: Int) -> [Float] {
            prior.latents(
                fromNoise: rows, classes: classes, transport: Transport(longSteps: 2),
                pool: WorkerPool(threads: threads)
            ).values
        }
        let all = latents(rows, classes, 2)
        for threads in [1, 3, 5] { #expect(latents(rows, classes, threads) == all) }
        for row in [0, 16, 36] {
            let alone = latents(Latents(dimension: one.count, values: Array(rows[row])), [classes[row]], 1)
            #expect(alone[...] == all[row * one.count..<(row + 1) * one.count], "row \(row)")
        }
    }

    /// The weights of the sizes' features change long steps, and not a bit of the flow, of its densities and scores.
    @Test(arguments: FlowCase.withLongSteps) func theVelocityKnowsNothingOfLongSteps(one: FlowCase) throws {
        let (before, arena) = try prior(one)
        let network = before.network
        let other = arena.copy()
        let slot = try #require(network.layout.slots.first { $0.name == "prior.embedding1.weight" })
        let inputs = network.featureCount
        for place in 0..<slot.count where place % inputs >= 64 + one.configuration.classNames.count {
            other[slot][place] += 0.5
        }
        let after = FlowPrior(network: network, arena: other)
        let (rows, classes) = one.rows(5)
        func results(_ prior: FlowPrior) -> [[Float]] {
            let transport = Transport(steps: 2, guidance: 1.5)
            return [
                prior.latents(fromNoise: rows, classes: classes, transport: transport, pool: pool).values,
                prior.noise(ofLatents: rows, classes: classes, transport: Transport(steps: 2, longSteps: 4), pool: pool)
                    .values,
                prior.scores(of: rows, classes: classes, pool: pool)!.values,
                prior.logDensities(of: rows, classes: classes, options: DensityOptions(steps: 2), pool: pool)
                    .map { Float($0) },
            ]
        }
        #expect(results(before) == results(after))
        func long(_ prior: FlowPrior) -> [Float] {
            prior.latents(fromNoise: rows, classes: classes, transport: Transport(longSteps: 4), pool: pool).values
        }
        #expect(long(before) != long(after))
    }

    /// At the start of training, a step of any size has the velocity at its beginning.
    @Test(arguments: FlowCase.withLongSteps) func longStepsStartAsTheVelocity(one: FlowCase) throws {
        let network = try one.network()
        let arena = one.disturbed(network)
        let start = Arena(network.layout)
        network.initialize(start, seed: 1)
        arena[network.firstEmbeddingWeight].copy(from: start[network.firstEmbeddingWeight])
        let prior = FlowPrior(network: network, arena: arena)
        let point = uniformFloats(one.count, seed: 4)
        let plain = velocity(prior, arena, at: point, .one(0), time: 0.25, step: nil)
        #expect(plain.contains { $0 != 0 })
        for step in [0.125, 0.25, 0.5] {
            #expect(velocity(prior, arena, at: point, .one(0), time: 0.25, step: step) == plain)
        }
        // All other parameters start as the layout says.
        let others = one.initialized(network)
        for slot in network.layout.slots where slot.name != "prior.embedding1.weight" {
            #expect(start[slot].values == others[slot].values)
        }
    }

    /// A configuration from before long steps has none, keeps the layout of its weights, and is written back unchanged.
    @Test func olderConfigurationsHaveNone() throws {
        let text = #"{"blocks":2,"classNames":["a","b"],"width":16}"#
        let read = try JSONDecoder().decode(FlowConfiguration.self, from: Data(text.utf8))
        #expect(read == FlowConfiguration(width: 16, blocks: 2, classNames: ["a", "b"], longSteps: nil))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(read), as: UTF8.self) == text)
        let old = FlowCase(map: LatentMap(height: 3, width: 2, channels: 3), count: 18, configuration: read)
        #expect(try old.network().featureCount == 64 + 2)
        #expect(try FlowCase.map.network().featureCount == 64 + 2 + 64)
        #expect(try old.prior().configuration.longSteps == nil)
    }

    /// Golden values: the latents that the code before long steps gave for these weights, by ten even steps of Heun's method.
    @Test func olderFlowsHaveTheVelocityThatTheyHad() throws {
        let (prior, arena) = try prior(FlowCase.vector)
        let rows: [[Float]] = [[0.5, -1, 2], [0, 0.25, -0.75]]
        let expected: [[Float]] = [[0.47983447, -1.3446414, 2.0051832], [0.012387494, 0.56413347, -0.5575656]]
        for (row, golden) in zip(rows, expected) {
            let point = Buffer(row)
            for index in 0..<10 {
                func velocity(at point: Buffer, time: Double) -> Buffer {
                    Buffer(self.velocity(prior, arena, at: point.values, .any, time: time, step: nil))
                }
                let first = velocity(at: point, time: Double(index) / 10)
                let predicted = Buffer(point.values)
                predicted.move(by: 0.1, along: first)
                point.move(by: 0.05, along: velocity(at: predicted, time: Double(index + 1) / 10))
                point.move(by: 0.05, along: first)
            }
            prior.network.restore(point, arena)
            for (value, golden) in zip(point.values, golden) { #expect(abs(value - golden) < 1e-4) }
        }
    }

    @Test func impossibleLongStepsAreRefused() throws {
        func refuses(_ steps: LongSteps) -> Bool {
            do throws(ConfigurationError) {
                try FlowConfiguration(longSteps: steps).validate()
                return false
            } catch { return error == .longSteps }
        }
        for count in [0, -8, 3, 6, 2048, .max, .min] { #expect(refuses(LongSteps(maximumCount: count)), "\(count)") }
        for guidance in [-1, 101, .nan, .infinity] { #expect(refuses(LongSteps(guidance: guidance)), "\(guidance)") }
        for start in [-0.1, 1.1, .nan] { #expect(refuses(LongSteps(guidanceStart: start)), "\(start)") }
        for count in [1, 2, 8, 1024] { #expect(!refuses(LongSteps(maximumCount: count))) }
        #expect(LongSteps().counts == [1, 2, 4, 8] && LongSteps(maximumCount: 1).counts == [1])
        #expect(LongSteps().usefulCounts == [1, 2, 4] && LongSteps(maximumCount: 1).usefulCounts.isEmpty)
    }
}
