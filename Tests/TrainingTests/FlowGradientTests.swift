import Kernels
import Layers
import Platform
import Testing
@testable import Training
@testable import VAE

@Suite("Fitting a flow to posteriors")
struct FlowGradientTests {
    /// Posteriors of images in two classes, around -2 and around 2.
    private static func posteriors(_ count: Int, dimension: Int, seed: UInt64) -> (store: PosteriorStore, labels: [Int])
    {
        let drawn = Buffer(count: count * dimension)
        RandomStream(seed: seed, purpose: .tests).fillNormal(drawn)
        let labels = (0..<count).map { $0 % 2 }
        let interleaved = (0..<count).flatMap { image -> [Float] in
            let centre: Float = labels[image] == 0 ? -2 : 2
            let means = (0..<dimension).map { centre + 0.3 * drawn[image * dimension + $0] }
            return means + [Float](repeating: -4, count: dimension)
        }
        return (
            PosteriorStore(
                Posteriors(interleaved: interleaved, latentCount: dimension), images: Array(0..<count),
                classes: labels), labels
        )
    }

    /// Long steps are taught in the last part of a stage. Their targets come from other weights, which stay fixed.
    @Test(
        "The gradient agrees with the loss", arguments: [nil, LatentMap(height: 2, width: 3, channels: 2)], [0.0, 1])
    func gradient(map: LatentMap?, progress: Double) throws {
        let dimension = map?.count ?? 3
        let network = try VelocityNetwork(
            FlowConfiguration(width: 64, blocks: 2, classNames: ["l", "r"]), latentMap: map, latentCount: dimension)
        let parameters = network.disturbedParameters()
        let store = Self.posteriors(6, dimension: dimension, seed: 1).store
        let averaged = parameters.copy()
        KernelSet.current.scale(averaged.buffer, by: 0.9, offset: 0, into: averaged.buffer)
        func gradient(threads: Int) -> FlowGradient {
            FlowGradient(
                network, parameters: parameters, averaged: averaged,
                batches: PosteriorBatches(posteriors: store, size: 7, seed: 3), pool: WorkerPool(threads: threads))
        }
        let batch = [0, 5, 2, 2, 3, 1, 4]
        let gradient = gradient(threads: 2)
        let (norm, loss) = gradient.compute(batch, step: 2, progress: progress)
        let gradients = gradient.gradients.copy()
        #expect(abs(norm - KernelSet.current.sumOfSquares(gradients.buffer).squareRoot()) < 1e-6 * norm)
        #expect(loss > 0)
        let learnt = network.layout.slots.filter { !["prior.centre", "prior.scale"].contains($0.name) }
        #expect(learnt.allSatisfy { gradients[$0].values.contains { $0 != 0 } })
        for slot in learnt {
            expectSlopes(gradients, of: parameters, network.layout, prefix: slot.name) {
                gradient.compute(batch, step: 2, progress: progress).loss
            }
        }
        // Another step has other draws; a repeated step has equal ones.
        #expect(gradient.compute(batch, step: 3, progress: progress).loss != loss)
        #expect(gradient.compute(batch, step: 2, progress: progress).loss == loss)
    }

    @Test("Long steps are taught from a part of the stage on, with the same bits for any number of threads")
    func longSteps() throws {
        let map = LatentMap(height: 2, width: 3, channels: 2)
        let network = try VelocityNetwork(
            FlowConfiguration(width: 16, blocks: 2, classNames: ["l", "r"]), latentMap: map, latentCount: map.count)
        let parameters = network.disturbedParameters()
        let last = try #require(network.layout.slots.first { $0.name == "prior.last.weight" })
        let store = Self.posteriors(40, dimension: map.count, seed: 1).store
        let embedding = try #require(network.layout.slots.first { $0.name == "prior.embedding1.weight" })
        func gradients(threads: Int, progress: Double, averaged: Arena) -> [Float] {
            let gradient = FlowGradient(
                network, parameters: parameters, averaged: averaged,
                batches: PosteriorBatches(posteriors: store, size: 40, seed: 3), pool: WorkerPool(threads: threads))
            _ = gradient.compute(Array(0..<40), step: 1, progress: progress)
            return gradient.gradients.buffer.values
        }
        func teachesSizes(_ gradients: [Float]) -> Bool {
            let arena = Arena(network.layout)
            arena.buffer.copy(from: Buffer(gradients))
            return arena[embedding].values.enumerated().contains { index, value in
                index % network.featureCount >= 64 + 2 && value != 0
            }
        }
        let start = FlowGradient.longStepStart
        let whole = gradients(threads: 1, progress: start, averaged: parameters)
        #expect(teachesSizes(whole))
        for threads in [2, 3] {
            #expect(gradients(threads: threads, progress: start, averaged: parameters) == whole)
        }
        // The averaged weights give the targets, and count for nothing before.
        let other = parameters.copy()
        RandomStream(seed: 3, purpose: .tests).fillNormal(other[last])
        #expect(gradients(threads: 2, progress: start, averaged: other) != whole)
        let early = gradients(threads: 2, progress: start - 1e-6, averaged: parameters)
        #expect(!teachesSizes(early))
        #expect(gradients(threads: 2, progress: start - 1e-6, averaged: other) == early)
    }

    @Test("A fitted flow separates two classes in many steps or few, and gives latents of both without a class")
    func clusters() throws {
        let dimension = 2
        let network = try VelocityNetwork(
            FlowConfiguration(width: 64, blocks: 2, classNames: ["l", "r"]), latentMap: nil, latentCount: dimension)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        let pool = WorkerPool(threads: 2)
        let store = Self.posteriors(64, dimension: dimension, seed: 1).store
        var optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        let gradient = FlowGradient(
            network, parameters: parameters, averaged: optimizer.averaged,
            batches: PosteriorBatches(posteriors: store, size: 64, seed: 3), pool: pool)
        let adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
        for step in 1...400 {
            _ = gradient.compute(Array(0..<64), step: step, progress: Double(step) / 400)
            adam.run(optimizer.nextStep(learningRate: 3e-3, gradientScale: 1, averagingDecay: 0.98), pool: pool)
        }
        let prior = FlowPrior(network: network, arena: optimizer.averaged)
        let noise = Buffer(count: 60 * dimension)
        RandomStream(seed: 9, purpose: .tests).fillNormal(noise)
        let rows = Latents(dimension: dimension, values: noise.values)
        let classes: [Int?] = (0..<60).map { $0 < 40 ? $0 % 2 : nil }
        for longSteps in [nil, 1, 2, 4, 8] {
            let latents = prior.latents(
                fromNoise: rows, classes: classes, transport: Transport(longSteps: longSteps), pool: pool)
            let centres: [Float] = (0..<60).map { row in latents[row].reduce(0, +) / Float(dimension) }
            let right = (0..<40).filter { abs(centres[$0] - ($0 % 2 == 0 ? -2 : 2)) < 1.2 }
            #expect(right.count >= 38, "\(String(describing: longSteps)): \(centres)")
            let free = centres[40...]
            #expect(
                free.filter { $0 < -1 }.count > 3 && free.filter { $0 > 1 }.count > 3,
                "\(String(describing: longSteps)): \(centres)")
        }
        // The density separates the classes too.
        let ends = Latents(dimension: dimension, values: [-2, -2, 2, 2, 2, 2])
        let densities = prior.logDensities(
            of: ends, classes: [0, 1, 0], options: DensityOptions(steps: 32), pool: pool)
        #expect(min(densities[0], densities[1]) > densities[2] + 3, "\(densities)")
    }
}
