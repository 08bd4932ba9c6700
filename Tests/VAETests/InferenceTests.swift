import GreyImages
import Kernels
import Platform
import Synchronization
import Testing
@testable import VAE

@Suite struct InferenceTests {
    private func latents(_ count: Int, _ model: Model) -> Latents {
        let dimension = model.configuration.latentCount
        return Latents(dimension: dimension, values: uniformFloats(count * dimension, seed: 5))
    }

    /// The first ten of a hundred images equal ten alone, for means and for draws.
    @Test(arguments: Tiny.all, [Appearance.mean, .draw(seed: 4)])
    func theFirstImagesAreTheSameHoweverManyThereAre(
        configuration: ModelConfiguration, appearance: Appearance
    ) throws {
        let model = try Tiny.model(configuration)
        let inference = Inference(model, pool: WorkerPool(threads: 2))
        let hundred = latents(100, model)
        let ten = Latents(
            dimension: hundred.dimension, values: Array(hundred.values.prefix(10 * hundred.dimension)))
        let all = try inference.decode(hundred, appearance: appearance)
        #expect(all.count == 100)
        #expect(try Array(all.prefix(10)) == inference.decode(ten, appearance: appearance))
        #expect(Set(all).count > 50)
        #expect(try inference.decode(Latents(dimension: hundred.dimension, values: [])).isEmpty)
    }

    @Test(arguments: Tiny.all) func resultsAreTheSameWithAnyNumberOfThreads(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        let images = Tiny.images(37, for: configuration)
        let latents = latents(50, model)
        let results = try [1, 2, 3].map { threads in
            let inference = Inference(model, pool: WorkerPool(threads: threads))
            return try (
                inference.decode(latents, appearance: .draw(seed: 1)), inference.posteriors(of: images, seed: 2),
                inference.terms(of: images, indices: Array(0..<37), seed: 3)
            )
        }
        for result in results {
            #expect(result.0 == results[0].0)
            #expect(result.1 == results[0].1)
            #expect(result.2 == results[0].2)
        }
    }

    /// An image's posterior doesn't depend on the images beside it.
    @Test(arguments: Tiny.all) func anImageIsEncodedAloneAsAmongOthers(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        let inference = Inference(model, pool: WorkerPool(threads: 2))
        let images = Tiny.images(20, for: configuration)
        let together = try inference.posteriors(of: images)
        #expect(together.means.count == 20 && together.logVariances.count == 20)
        #expect(together.logVariances.values.allSatisfy { abs($0) <= 10 })
        let prefix = try inference.posteriors(of: images.subset([0, 1, 2]))
        for row in 0..<3 { #expect(prefix.means[row].elementsEqual(together.means[row])) }
        // This also holds in another place, unless binarization draws pixels, which depend on the place.
        if configuration.binarization == .none {
            let last = try inference.posteriors(of: images.subset([19]))
            for (alone, among) in zip(last.means[0], together.means[19]) { #expect(abs(alone - among) < 1e-5) }
        }
    }

    /// The terms of an image are the same among some images as among all, because draws depend on the index.
    @Test(arguments: Tiny.all) func termsBelongToTheImage(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        let inference = Inference(model, pool: WorkerPool(threads: 2))
        let images = Tiny.images(20, for: configuration)
        let all = inference.terms(of: images, indices: Array(0..<20), seed: 1)
        for (some, index) in zip(inference.terms(of: images, indices: [7, 19, 0], seed: 1), [7, 19, 0]) {
            #expect(abs(some.negativeELBO - all[index].negativeELBO) < 1e-5 * abs(all[index].negativeELBO))
        }
        #expect(inference.terms(of: images, indices: Array(0..<20), seed: 1) == all)
        #expect(inference.terms(of: images, indices: Array(0..<20), seed: 2) != all)
    }

    /// Equal latents have equal mean images. Draws depend on the seed and the row.
    @Test func drawsDependOnTheSeedAndTheRow() throws {
        let model = try Tiny.model(Tiny.conv)
        let inference = Inference(model, pool: WorkerPool(threads: 1))
        let twice = Latents(dimension: 2, values: [0.5, -0.5, 0.5, -0.5])
        let means = try inference.decode(twice)
        #expect(means[0] == means[1])
        let draws = try inference.decode(twice, appearance: .draw(seed: 1))
        #expect(draws[0] != draws[1] && draws[0] != means[0])
        #expect(try inference.decode(twice, appearance: .draw(seed: 2)) != draws)
    }

    /// Finite parameters can still overflow within the network. That is an error, not an empty image.
    @Test(arguments: [Tiny.mlp, Tiny.conv, Tiny.deep])
    func overflowingNetworksGiveNoFiniteValues(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        KernelSet.current.scale(model.parameters.buffer, by: 1e37, offset: 0, into: model.parameters.buffer)
        let inference = Inference(model, pool: WorkerPool(threads: 1))
        for appearance in [Appearance.mean, .draw(seed: 1)] {
            #expect(throws: InferenceError.notFinite(model: nil)) {
                try inference.decode(latents(20, model), appearance: appearance)
            }
        }
        let images = Tiny.images(5, for: configuration)
        #expect(throws: InferenceError.notFinite(model: nil)) { try inference.posteriors(of: images) }
    }

    @Test func errorsOfTheReceiverAreThrown() throws {
        struct Failure: Error {}
        let model = try Tiny.model(Tiny.mlp)
        let inference = Inference(model, pool: WorkerPool(threads: 2))
        let received = Atomic<Int>(0)
        #expect(throws: Failure.self) {
            try inference.decode(latents(1000, model)) { row, _ in
                received.wrappingAdd(1, ordering: .relaxed)
                if row == 3 { throw Failure() }
            }
        }
        #expect(received.load(ordering: .relaxed) < 1000)
    }
}
