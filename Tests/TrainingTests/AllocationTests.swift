import AllocationCount
import Foundation
import GreyImages
import Layers
import Platform
import Testing
import VAE
@testable import Training

/// A training step takes no memory after the first.
///
/// Only of optimised code, which is what users run; and in a process of its own, which says so by
/// `GRISAILLE_COUNT_ALLOCATIONS`, because the count is of all threads: tests that run beside it would be counted too.
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
                // The dense network learns its prior too.
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
        // The test library has threads too: of many steps, some have the process for themselves.
        var counts: [Int] = []
        for number in 1...200 {
            let before = allocation_count()
            step(number % 2 == 0 ? order[0..<48] : order[40..<64], number)
            counts.append(allocation_count() - before)
        }
        #expect(counts.dropFirst().min() == 0, "\(counts)")
    }
}
