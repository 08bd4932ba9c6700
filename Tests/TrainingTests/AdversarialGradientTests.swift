import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("Adversarial gradients")
struct AdversarialGradientTests {
    /// A decoder and a discriminator with random weights, and a batch of five images in lanes.
    private struct Case {
        let network: VariationalAutoencoder
        let parameters: Arena
        let discriminator: Discriminator
        let discriminatorParameters: Arena
        let crops: CropPlan?
        let gradient: AdversarialGradient
        let batch = [3, 0, 5, 1, 3]

        init(_ configuration: ModelConfiguration) throws {
            // Images of more than 8×8 pixels are trained on in crops of that size.
            let crops = CropPlan(configuration, side: 8)
            let whole = try VariationalAutoencoder(configuration)
            network = try whole.forCrops(crops)
            parameters = Arena(network.layout)
            network.layout.initialize(parameters, seed: 2)
            self.crops = crops
            // With crops, the discriminator has two scales.
            discriminator = Discriminator(
                imageSize: network.configuration.imageSize, minimumSideOfTwoScales: crops == nil ? 96 : 8)
            discriminatorParameters = Arena(discriminator.layout)
            discriminator.layout.initialize(discriminatorParameters, seed: 3)
            SpectralNorms(weights: discriminator.weights).normalize(discriminatorParameters, iterations: 10)
            let images = ImageDataset(images: ToyData.spots(6, for: configuration))
            let pool = WorkerPool(threads: 2)
            let model = Model(network: whole, parameters: parameters.copy(), facts: .toy)
            let posteriors = try Inference(model, pool: pool).posteriors(of: images)
            gradient = AdversarialGradient(
                AdversarialNetworks(
                    autoencoder: network, parameters: parameters, discriminator: discriminator,
                    discriminatorParameters: discriminatorParameters, wholeMap: configuration.latentMap),
                batches: ImageBatches(images: images, size: 5, seed: 4, crops: crops),
                posteriors: PosteriorStore(posteriors, images: Array(0..<6), classes: nil), pool: pool)
        }

        func compute(_ factor: Double) -> AdversarialReport { gradient.compute(batch, step: 1, factor: factor) }
    }

    private static let configurations: [ModelConfiguration] = {
        var logistic = StagedRun.residual
        logistic.likelihood = .logistic
        return [StagedRun.residual, logistic, StagedRun.conv, CropTests.configuration]
    }()

    @Test(
        "The decoder's gradient agrees with its objective, with and without the adversarial part",
        arguments: configurations, [0, 30])
    func decoder(configuration: ModelConfiguration, factor: Double) throws {
        let one = try Case(configuration)
        _ = one.compute(factor)
        let gradients = one.gradient.gradients.copy()
        expectSlopes(gradients, of: one.parameters, one.network.layout, prefix: "decoder.") {
            let terms = one.compute(factor).terms
            return terms.distortion / (one.crops?.scale ?? 1) + factor * (terms.featureDistance - terms.score)
                + Double(AdversarialGradient.spectrumWeight) * Double(one.network.pixelCount) * terms.spectrumDistance
        }
        for slot in one.network.layout.slots where slot.name.hasPrefix("encoder.") {
            #expect(gradients[slot].values.allSatisfy { $0 == 0 })
        }
    }

    @Test("The discriminator's gradient agrees with the hinge loss", arguments: configurations)
    func gradientOfTheDiscriminator(configuration: ModelConfiguration) throws {
        let one = try Case(configuration)
        // Moves the scores near the hinges, and some of them beyond.
        let bias = one.discriminator.layout.slots.first { $0.name == "discriminator.scores.bias" }!
        one.discriminatorParameters[bias].fill(0.9)
        _ = one.compute(1)
        expectSlopes(
            one.gradient.discriminatorGradient.copy(), of: one.discriminatorParameters, one.discriminator.layout,
            prefix: "discriminator."
        ) {
            one.compute(1).terms.hinge
        }
        for (_, direction) in one.discriminator.weights {
            #expect(one.gradient.discriminatorGradient[direction].values.allSatisfy { $0 == 0 })
        }
    }

    @Test("A repeated computation gives the same gradients", arguments: configurations)
    func repeated(configuration: ModelConfiguration) throws {
        let one = try Case(configuration)
        let first = one.compute(0.5)
        let gradients = one.gradient.gradients.buffer.values
        let second = one.compute(0.5)
        #expect(one.gradient.gradients.buffer.values == gradients)
        #expect(second.norm == first.norm && second.discriminatorNorm == first.discriminatorNorm)
        #expect(second.reconstructionNorm == first.reconstructionNorm && first.reconstructionNorm > 0)
        #expect(second.adversarialNorm == first.adversarialNorm && first.adversarialNorm > 0)
    }

    @Test("Weights are scaled to a spectral norm of one and keep it")
    func spectralNorms() {
        var layout = ParameterLayout()
        let weight = layout.add("weight", shape: [3, 2, 2], .zeros)
        let direction = layout.add("direction", shape: [3], .scaledNormal(fanIn: 1, gain: 1))
        let parameters = Arena(layout)
        layout.initialize(parameters, seed: 1)
        // The rows have the singular values 0.5, 4 and 2.
        for (index, value) in [(0, 0.5), (5, -4), (11, 2)] as [(Int, Float)] { parameters[weight][index] = value }
        let norms = SpectralNorms(weights: [(weight, direction)])
        norms.normalize(parameters, iterations: 30)
        let expected: [Float] = [0.125, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0.5]
        func isExpected() -> Bool {
            zip(parameters[weight].values, expected).allSatisfy { abs($0 - $1) < 1e-5 }
        }
        #expect(isExpected(), "\(parameters[weight].values)")
        for _ in 0..<20 { norms.normalize(parameters) }
        #expect(isExpected())
        // One iteration suffices after a small change.
        KernelSet.current.scale(parameters[weight], by: 1.1, offset: 0, into: parameters[weight])
        norms.normalize(parameters)
        #expect(isExpected())
        parameters[weight].fill(0)
        norms.normalize(parameters)
        #expect(parameters.buffer.isFinite)
    }
}

extension TrainingFacts {
    static let toy: TrainingFacts = {
        var facts = TrainingFacts()
        facts.images = 6
        return facts
    }()
}

/// Compares the gradient of each array with central differences along a perturbed direction of that gradient.
///
/// A long step may carry a unit across its kink, and a short one is lost in single precision. One of several steps must
/// agree to two parts in a hundred.
func expectSlopes(
    _ gradients: Arena, of parameters: Arena, _ layout: ParameterLayout, prefix: String,
    sourceLocation: SourceLocation = #_sourceLocation, loss: () -> Double
) {
    for (index, slot) in layout.slots.enumerated() where slot.name.hasPrefix(prefix) {
        let own = gradients[slot].values
        let size = max(own.map(abs).max()!, 1e-9)
        let rough = Buffer(count: own.count)
        RandomStream(seed: UInt64(index), purpose: .tests).fillUniform(rough)
        let direction = zip(own, rough.values).map { $0 / size * (0.5 + $1) }
        let expected = zip(own, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        let start = parameters[slot].values
        func moved(_ step: Float) -> Double {
            parameters[slot].copy(from: Buffer(zip(start, direction).map { $0 + step * $1 }))
            return loss()
        }
        let slopes = [3e-3, 1e-3, 3e-4].map { (step: Float) in (moved(step) - moved(-step)) / (2 * Double(step)) }
        parameters[slot].copy(from: Buffer(start))
        let agrees = slopes.contains { abs($0 - expected) < 0.02 * abs(expected) + 1e-4 }
        #expect(agrees, "\(slot.name): \(expected), not \(slopes)", sourceLocation: sourceLocation)
    }
}
