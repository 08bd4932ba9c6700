import Kernels
import Platform
import Testing
@testable import Layers

@Suite struct OptimizerTests {
    /// Some 60,000 parameters: four parts, the last one not full.
    private static let layout: ParameterLayout = {
        var layout = ParameterLayout()
        _ = Dense("layer", inputs: 201, outputs: 300, activation: .relu, in: &layout)
        return layout
    }()

    private func random(_ seed: UInt64) -> Arena {
        let arena = Arena(Self.layout)
        for slot in Self.layout.slots { arena[slot].copy(from: Buffer(uniformFloats(slot.count, seed: seed))) }
        return arena
    }

    /// The sum and its norm: the same bits with any number of threads, and right.
    @Test func gradientSumsAreTheSameWithAnyNumberOfThreads() {
        let results = [1, 2, 3].map { threads in
            let arenas = (1...4).map { random(UInt64($0)) }
            let norm = GradientSum(lanes: arenas, slots: Self.layout.slots)
                .intoFirst(4, pool: WorkerPool(threads: threads))
            return (norm, arenas[0].buffer.values)
        }
        for (norm, sum) in results {
            #expect(norm.bitPattern == results[0].0.bitPattern)
            #expect(sum == results[0].1)
        }
        var expected = [Double](repeating: 0, count: Self.layout.arenaCount)
        for seed in 1...4 {
            for (index, value) in random(UInt64(seed)).buffer.values.enumerated() {
                expected[index] += Double(value)
            }
        }
        #expect(zip(results[0].1, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
        let norm = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(results[0].0 / norm - 1) < 1e-6)
    }

    @Test func stepsAreTheSameWithAnyNumberOfThreads() {
        let results = [1, 2, 3].map { threads in
            let pool = WorkerPool(threads: threads)
            let parameters = random(1)
            var optimizer = AdamOptimizer(layout: Self.layout, parameters: parameters)
            for step in 0..<3 {
                optimizer.step(
                    parameters: parameters, gradients: random(UInt64(10 + step)), learningRate: 0.01,
                    gradientScale: 0.5, averagingDecay: 0.999, pool: pool)
            }
            #expect(optimizer.stepCount == 3)
            return [parameters, optimizer.averaged, optimizer.firstMoment, optimizer.secondMoment].map(\.buffer.values)
        }
        #expect(results[1] == results[0])
        #expect(results[2] == results[0])
        #expect(results[0].allSatisfy { $0.allSatisfy { $0.isFinite } })
    }

    /// Without a gradient a parameter keeps 1 - learning rate · decay of itself a step.
    @Test func decayTakesAShareOfTheParameters() {
        var layout = ParameterLayout()
        let slot = layout.add("a", shape: [3], .zeros)
        let (parameters, gradients) = (Arena(layout), Arena(layout))
        parameters[slot].copy(from: Buffer([1, -2, 0]))
        var optimizer = AdamOptimizer(layout: layout, parameters: parameters)
        for _ in 0..<2 {
            optimizer.step(
                parameters: parameters, gradients: gradients, learningRate: 0.1, gradientScale: 1, weightDecay: 0.5,
                averagingDecay: 0, pool: WorkerPool(threads: 1))
        }
        for (value, expected) in zip(parameters[slot].values, [Float(0.9025), -1.805, 0]) {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    /// A parameter at 1 under a constant gradient falls by the learning rate a step, to 0.9, 0.8 and 0.7. The average
    /// keeps (1 + t) / (10 + t) of itself, 2/11, 3/12 and 4/13:
    /// 1 → 1·2/11 + 0.9·9/11 → ·3/12 + 0.8·9/12 → ·4/13 + 0.7·9/13.
    @Test func theAverageForgetsTheStartSoon() {
        var layout = ParameterLayout()
        let slot = layout.add("a", shape: [1], .zeros)
        let (parameters, gradients) = (Arena(layout), Arena(layout))
        parameters[slot].fill(1)
        gradients[slot].fill(5)
        var optimizer = AdamOptimizer(layout: layout, parameters: parameters)
        var expected = 1.0
        for step in 1...3 {
            optimizer.step(
                parameters: parameters, gradients: gradients, learningRate: 0.1, gradientScale: 1,
                averagingDecay: 0.999, pool: WorkerPool(threads: 1))
            let decay = Double(1 + step) / Double(10 + step)
            expected = expected * decay + (1 - 0.1 * Double(step)) * (1 - decay)
            #expect(abs(Double(parameters[slot][0]) - (1 - 0.1 * Double(step))) < 1e-6)
            #expect(abs(Double(optimizer.averaged[slot][0]) - expected) < 1e-6)
        }
        // No averaging at all: the average is the parameter.
        optimizer.step(
            parameters: parameters, gradients: gradients, learningRate: 0.1, gradientScale: 1, averagingDecay: 0,
            pool: WorkerPool(threads: 1))
        #expect(abs(optimizer.averaged[slot][0] - parameters[slot][0]) < 1e-7)
    }

    /// Scaling the gradients is the same as handing scaled ones over.
    @Test func theGradientScaleMultipliesTheGradients() {
        func parameters(scale: Double, factor: Float) -> [Float] {
            let parameters = random(1)
            let gradients = random(2)
            KernelSet.current.scale(gradients.buffer, by: factor, offset: 0, into: gradients.buffer)
            var optimizer = AdamOptimizer(layout: Self.layout, parameters: parameters)
            optimizer.step(
                parameters: parameters, gradients: gradients, learningRate: 0.01, gradientScale: scale,
                averagingDecay: 0.9, pool: WorkerPool(threads: 1))
            return optimizer.firstMoment.buffer.values
        }
        #expect(parameters(scale: 0.25, factor: 1) == parameters(scale: 1, factor: 0.25))
    }
}

extension AdamOptimizer {
    /// One step, from the constants to the arenas.
    fileprivate mutating func step(
        parameters: Arena, gradients: Arena, learningRate: Double, gradientScale: Double, weightDecay: Double = 0,
        averagingDecay: Double,
        pool: WorkerPool
    ) {
        let constants = nextStep(
            learningRate: learningRate, gradientScale: gradientScale, weightDecay: weightDecay,
            averagingDecay: averagingDecay)
        AdamPass(self, parameters: parameters, gradients: gradients).run(constants, pool: pool)
    }
}
