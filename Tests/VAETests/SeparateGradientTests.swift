import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

/// The gradients of single images add up to that of the batch, for whole networks.
@Suite struct SeparateGradientTests {
    private let pool = WorkerPool(threads: 1)

    @Test(arguments: Tiny.all, [1, 3]) func singleGradientsAddUpToTheBatchs(
        configuration: ModelConfiguration, draws: Int
    ) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let network = model.network
        let count = 4
        let images = Tiny.images(count, for: configuration)
        let objective = TrainingObjective(beta: 0.7, importanceSamples: draws)
        let weights = NetworkWeights(network, parameters: model.parameters, backward: true)
        weights.pack(pool: pool)

        /// The gradient of some of the images, and their terms.
        func gradient(_ indices: Range<Int>) -> (Arena, [ImageTerms]) {
            let workspace = LaneWorkspace(network, capacity: count * draws, backward: true)
            for (place, index) in indices.enumerated() {
                workspace.load(
                    index, of: images, at: place, binarization: configuration.binarization,
                    from: RandomStream(seed: 7, purpose: .tests, item: index))
                for draw in 0..<draws {
                    workspace.drawNoise(
                        place * draws + draw,
                        from: RandomStream(seed: 7, purpose: .otherTests, step: draw, item: index))
                }
            }
            let separate = SeparateGradient(network, images: indices.count, draws: objective.gradientDraws)
            let terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: indices.count)
            separate.compute(
                network, network.pass(images: indices.count, weights: weights, workspace: workspace),
                objective: objective, weight: 0.5, into: terms)
            return (separate.gradients, terms.prefix(indices.count))
        }

        let (whole, terms) = gradient(0..<count)
        let sum = Arena(network.layout)
        for index in 0..<count {
            let (own, ownTerms) = gradient(index..<index + 1)
            KernelSet.current.add(own.buffer, to: sum.buffer)
            #expect(abs(ownTerms[0].negativeELBO / terms[index].negativeELBO - 1) < 1e-6)
        }
        for slot in network.layout.slots {
            let (expected, values) = (whole[slot].values, sum[slot].values)
            let largest = expected.map(abs).max()!
            #expect(zip(expected, values).allSatisfy { abs($0 - $1) <= 2e-4 * largest + 1e-7 }, "\(slot.name)")
        }
        #expect(whole.buffer.values.contains { $0 != 0 })
    }
}
