import AllocationCount
import Foundation
import GreyImages
import Layers
import Platform
import Testing
import VAE
@testable import Training

/// A training step after the first allocates no memory.
///
/// The tests need optimised code, which is what users run. They also need a process of their own, which sets
/// `GRISAILLE_COUNT_ALLOCATIONS`: the count covers all threads, so it would include other tests.
@Suite(.serialized) struct AllocationTests {
    private static var isCounting: Bool {
        ProcessInfo.processInfo.environment["GRISAILLE_COUNT_ALLOCATIONS"] != nil && allocations_are_counted()
    }

    @Test(
        .enabled(if: isCounting, "in a process of its own, on Linux (make test-kernels)"),
        arguments: [
            Architecture.mlp(hidden: [40]), .conv(channels: [8, 24], hidden: 20),
            .residual(channels: [6, 9], blocks: [1, 2]),
        ], [1, 2])
    func stepsTakeNoMemory(architecture: Architecture, threads: Int) throws {
        let size = ImageSize(width: 28, height: 28)
        let images = ImageDataset(
            images: (0..<64).map { index in
                GreyImage(size: size, bitDepth: .eight, samples: (0..<784).map { UInt16(($0 * (index + 1)) & 255) })
            })
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: architecture, imageSize: size, bitDepth: .eight, latentCount: 5, likelihood: .logistic,
                // The dense network also learns its prior.
                pseudoInputs: architecture.name == "mlp" ? 20 : nil))
        let pool = WorkerPool(threads: threads)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        var optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        let gradient = BatchGradient(
            network, parameters: parameters, batches: ImageBatches(images: images, size: 48, seed: 1), pool: pool)
        let adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
        let order = Array(0..<64)
        func step(_ batch: ArraySlice<Int>, _ number: Int) {
            let norm = gradient.compute(batch, step: number, objective: TrainingObjective())
            adam.run(
                optimizer.nextStep(learningRate: 1e-3, gradientScale: 1 / norm, averagingDecay: 0.99),
                pool: pool)
        }
        let before = allocation_count()
        _ = Arena(network.layout)
        #expect(allocation_count() > before, "allocations are counted")
        let counts = Self.counts { step($0 % 2 == 0 ? order[0..<48] : order[40..<64], $0) }
        #expect(counts.dropFirst().min() == 0, "\(counts)")
    }

    /// The velocity is taught first, then long steps too.
    @Test(
        .enabled(if: isCounting, "in a process of its own, on Linux (make test-kernels)"),
        arguments: [nil, LatentMap(height: 4, width: 4, channels: 2)], [0.0, 1])
    func stepsOfAFlowTakeNoMemory(map: LatentMap?, progress: Double) throws {
        let dimension = map?.count ?? 6
        let images = ImageDataset(images: [GreyImage](repeating: ToyData.flat(9), count: 64)).with(attributes: [
            ImageAttribute("age", numbers: (0..<64).map { $0 % 5 == 0 ? nil : Double($0) }),
            ImageAttribute("site", texts: (0..<64).map { "site \($0 % 3)" }),
        ])
        let (number, site) = (
            try PriorCondition(images.attributes[0]), try PriorCondition(images.attributes[1])
        )
        let network = try VelocityNetwork(
            FlowConfiguration(width: 32, blocks: 2, classNames: ["a", "b"], conditions: [number, site]),
            latentMap: map, latentCount: dimension)
        let pool = WorkerPool(threads: 2)
        let parameters = Arena(network.layout)
        network.initialize(parameters, seed: 1)
        let values = Latents(dimension: dimension, values: (0..<64 * dimension).map { Float($0 % 7) / 7 - 0.5 })
        let store = PosteriorStore(
            Posteriors(means: values, logVariances: values), images: Array(0..<64), classes: (0..<64).map { $0 % 2 },
            conditions: try ConditionCodes([number, site], of: images))
        var optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        let gradient = FlowGradient(
            network, parameters: parameters, averaged: optimizer.averaged,
            batches: PosteriorBatches(posteriors: store, size: 48, seed: 1), pool: pool)
        let adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
        let batches = [Array(0..<48), Array(40..<64)]
        let counts = Self.counts { number in
            _ = gradient.compute(batches[number % 2], step: number, progress: progress)
            adam.run(optimizer.nextStep(learningRate: 1e-3, gradientScale: 1, averagingDecay: 0.99), pool: pool)
        }
        #expect(counts.dropFirst().min() == 0, "\(counts)")
    }

    /// The allocations of each of many steps. The testing library has threads too; some steps run without their
    /// allocations.
    private static func counts(_ step: (_ number: Int) -> Void) -> [Int] {
        (1...200).map { number in
            let before = allocation_count()
            step(number)
            return allocation_count() - before
        }
    }
}
