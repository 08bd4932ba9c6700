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

    @Test("The gradient agrees with the loss", arguments: [nil, LatentMap(height: 2, width: 3, channels: 2)])
    func gradient(map: LatentMap?) throws {
        let dimension = map?.count ?? 3
        let network = try VelocityNetwork(
            FlowConfiguration(width: 64, blocks: 2, classNames: ["l", "r"]), latentMap: map, latentCount: dimension)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        for (index, slot) in network.layout.slots.enumerated() where slot.name != "prior.scale" {
            let noise = Buffer(count: slot.count)
            RandomStream(seed: 5, purpose: .tests, item: index).fillNormal(noise)
            KernelSet.current.scale(noise, by: 0.1, offset: 0, into: noise)
            KernelSet.current.add(noise, to: parameters[slot])
        }
        let store = Self.posteriors(6, dimension: dimension, seed: 1).store
        let gradient = FlowGradient(
            network, parameters: parameters, batches: PosteriorBatches(posteriors: store, size: 7, seed: 3),
            pool: WorkerPool(threads: 2))
        let batch = [0, 5, 2, 2, 3, 1, 4]
        let (norm, loss) = gradient.compute(batch, step: 2)
        let gradients = gradient.gradients.copy()
        #expect(abs(norm - KernelSet.current.sumOfSquares(gradients.buffer).squareRoot()) < 1e-6 * norm)
        #expect(loss > 0)
        let learnt = network.layout.slots.filter { !["prior.centre", "prior.scale"].contains($0.name) }
        #expect(learnt.allSatisfy { gradients[$0].values.contains { $0 != 0 } })
        for slot in learnt {
            expectSlopes(gradients, of: parameters, network.layout, prefix: slot.name) {
                gradient.compute(batch, step: 2).loss
            }
        }
        // Another step has other draws; a repeated step has equal ones.
        #expect(gradient.compute(batch, step: 3).loss != loss)
        #expect(gradient.compute(batch, step: 2).loss == loss)
    }

    @Test("A fitted flow separates two classes, and gives latents of both without a class")
    func clusters() throws {
        let dimension = 2
        let network = try VelocityNetwork(
            FlowConfiguration(width: 64, blocks: 2, classNames: ["l", "r"]), latentMap: nil, latentCount: dimension)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        let pool = WorkerPool(threads: 2)
        let store = Self.posteriors(64, dimension: dimension, seed: 1).store
        let gradient = FlowGradient(
            network, parameters: parameters, batches: PosteriorBatches(posteriors: store, size: 64, seed: 3),
            pool: pool)
        var optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        let adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
        for step in 1...250 {
            _ = gradient.compute(Array(0..<64), step: step)
            adam.run(optimizer.nextStep(learningRate: 3e-3, gradientScale: 1, averagingDecay: 0.98), pool: pool)
        }
        let prior = FlowPrior(network: network, arena: optimizer.averaged)
        let noise = Buffer(count: 60 * dimension)
        RandomStream(seed: 9, purpose: .tests).fillNormal(noise)
        let rows = Latents(dimension: dimension, values: noise.values)
        let classes: [Int?] = (0..<60).map { $0 < 40 ? $0 % 2 : nil }
        let latents = prior.latents(fromNoise: rows, classes: classes, transport: Transport(), pool: pool)
        let centres: [Float] = (0..<60).map { row in latents[row].reduce(0, +) / Float(dimension) }
        let right = (0..<40).filter { abs(centres[$0] - ($0 % 2 == 0 ? -2 : 2)) < 1.2 }
        #expect(right.count >= 38, "\(centres)")
        let free = centres[40...]
        #expect(free.filter { $0 < -1 }.count > 3 && free.filter { $0 > 1 }.count > 3)
        // The density separates the classes too.
        let ends = Latents(dimension: dimension, values: [-2, -2, 2, 2, 2, 2])
        let densities = prior.logDensities(
            of: ends, classes: [0, 1, 0], options: DensityOptions(steps: 32), pool: pool)
        #expect(min(densities[0], densities[1]) > densities[2] + 3, "\(densities)")
    }
}
