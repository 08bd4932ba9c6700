import Kernels
import Layers
import Platform
import Testing
@testable import Training
@testable import VAE

@Suite("The targets of long steps")
struct LongStepTargetsTests {
    private static let dimension = 18
    private let pool = WorkerPool(threads: 2)

    private static func network(_ conditions: [PriorCondition]? = nil) throws -> VelocityNetwork {
        try VelocityNetwork(
            FlowConfiguration(width: 16, blocks: 2, classNames: ["a", "b"], conditions: conditions),
            latentMap: LatentMap(height: 3, width: 2, channels: 3), latentCount: dimension)
    }

    /// Weights that all differ from their start.
    private static func weights(_ network: VelocityNetwork) -> Arena {
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        for (index, slot) in network.layout.slots.enumerated() {
            let noise = Buffer(count: slot.count)
            RandomStream(seed: 5, purpose: .tests, item: index).fillNormal(noise)
            KernelSet.current.scale(noise, by: 0.1, offset: 0, into: noise)
            KernelSet.current.add(noise, to: parameters[slot])
        }
        return parameters
    }

    private static let steps = [
        LongStep(count: 8, place: 5, told: .one(1), row: 0), LongStep(count: 1, place: 0, told: .one(0), row: 2),
        LongStep(count: 8, place: 7, told: .any, row: 3), LongStep(count: 2, place: 1, told: .any, row: 4),
        LongStep(count: 8, place: 0, told: .one(0), row: 5), LongStep(count: 4, place: 2, told: .one(1), row: 7),
        LongStep(count: 8, place: 2, told: .one(1), row: 8),
    ]

    /// The targets of the steps at points, `[9, dimension]`. Rows of no step stay as they are.
    private func targets(
        _ network: VelocityNetwork, _ averaged: Arena, _ points: Buffer, codes: [Float] = []
    ) throws -> Buffer {
        let targets = try #require(LongStepTargets(network, averaged: averaged, capacity: 9, workers: 2))
        targets.pack(pool: pool)
        let drawn = SharedArray(repeating: Self.steps[0], count: 9)
        for (index, step) in Self.steps.enumerated() { drawn[index] = step }
        let found = Buffer([Float](repeating: 7, count: points.count))
        let features = Buffer(count: 9 * network.featureCount)
        for row in 0..<9 {
            network.fillConditions(features, row: row, codes: Buffer(codes))
        }
        targets.compute(drawn, count: Self.steps.count, at: (points, features), into: found, worker: 1)
        return found
    }

    private var points: Buffer {
        let points = Buffer(count: 9 * Self.dimension)
        RandomStream(seed: 2, purpose: .tests).fillNormal(points)
        return points
    }

    /// The sampler's own functions take the two half steps, and Heun's step with guidance.
    @Test("A target is the mean of two half steps, and the smallest step's that of the guided velocity at its ends")
    func twoHalves() throws {
        try check(Self.network(), codes: [])
    }

    @Test("Steps are told the conditions of their rows, which guidance emphasises as it does a class")
    func conditions() throws {
        let age = PriorCondition(name: "age", kind: .number(mean: 50, deviation: 10, minimum: 20, maximum: 90))
        try check(Self.network([age]), codes: [1.5])
        try check(Self.network([age]), codes: [.nan])
    }

    private func check(_ network: VelocityNetwork, codes: [Float]) throws {
        let points = points
        let averaged = Self.weights(network)
        let found = try targets(network, averaged, points, codes: codes)
        let isConditioned = codes.contains { !$0.isNaN }
        let weights = StackSetWeights(network.stacks, parameters: averaged, backward: false)
        weights.pack(pool: pool)
        for step in Self.steps {
            func field(guidance: Double) -> ClassVelocity {
                ClassVelocity(
                    network: network, weights: weights,
                    workspace: VelocityWorkspace(network, capacity: 1, backward: false), classes: [step.priorClass],
                    guidance: guidance, guidanceTimes: 0.3...1, conditions: isConditioned ? Buffer(codes) : nil)
            }
            let point = points[row: step.row, of: Self.dimension]
            func moved(guidance: Double) -> [Float] {
                let moved = Buffer(point.values)
                if step.count == 8 {
                    FlowSolver.heun.transport(
                        moved, from: step.time, to: step.time + 0.125, steps: 1, field: field(guidance: guidance))
                } else {
                    let half = step.size / 2
                    field(guidance: 1).takeLongStep(moved, from: step.time, size: half)
                    field(guidance: 1).takeLongStep(moved, from: step.time + half, size: half)
                }
                return zip(moved.values, point.values).map { ($0 - $1) / Float(step.size) }
            }
            func distance(_ velocity: [Float]) -> Float {
                zip(velocity, found[row: step.row, of: Self.dimension].values).reduce(0) { max($0, abs($1.0 - $1.1)) }
            }
            #expect(distance(moved(guidance: 2)) < 1e-4, "\(step)")
            // Early steps and those of no class are not guided.
            let isTold = step.priorClass != .any || isConditioned
            let isGuided = step.count == 8 && isTold && step.place >= 2
            #expect((distance(moved(guidance: 1)) > 1e-3) == isGuided, "\(step)")
        }
        for row in [1, 6] { #expect(found[row: row, of: Self.dimension].values.allSatisfy { $0 == 7 }) }
    }

    /// Where the velocity is the same everywhere, a step of any size has that velocity.
    @Test("The steps of a constant flow are its velocity")
    func constantFlow() throws {
        let network = try Self.network()
        let averaged = Arena(network.layout)
        network.layout.initialize(averaged, seed: 1)
        let bias = try #require(network.layout.slots.first { $0.name == "prior.last.bias" })
        averaged[bias].copy(from: Buffer([0.5, -1, 2]))
        let found = try targets(network, averaged, points)
        for step in Self.steps {
            for (index, value) in found[row: step.row, of: Self.dimension].values.enumerated() {
                #expect(abs(value - [0.5, -1, 2][index % 3]) < 1e-6)
            }
        }
    }

    @Test("Steps of all sizes are drawn equally often, at all their places")
    func draws() {
        var places: [Int: Set<Int>] = [:]
        var counts: [Int: Int] = [:]
        let uniform = Buffer(count: 2)
        for item in 0..<2000 {
            RandomStream(seed: 1, purpose: .tests, item: item).fillUniform(uniform)
            let step = LongStep(uniform, of: LongSteps(), told: .any, row: 0)
            places[step.count, default: []].insert(step.place)
            counts[step.count, default: 0] += 1
        }
        #expect(places == [1: [0], 2: [0, 1], 4: Set(0..<4), 8: Set(0..<8)])
        for count in [1, 2, 4, 8] { #expect(abs(Double(counts[count] ?? 0) / 2000 - 0.25) < 0.05) }
        // The ends of the uniform numbers' range.
        let last = LongStep(Buffer([1, 1]), of: LongSteps(), told: .any, row: 0)
        #expect(last.count == 8 && last.place == 7)
        let first = LongStep(Buffer([0, 0]), of: LongSteps(), told: .any, row: 0)
        #expect(first.count == 1 && first.place == 0)
    }
}
