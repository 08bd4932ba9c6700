import Foundation
import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct LadderTests {
    private let pool = WorkerPool(threads: 2)

    private func noise(_ model: Model, rows: Int, seed: UInt64 = 1) -> Latents {
        let count = model.configuration.latentCount
        let buffer = Buffer(count: rows * count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(buffer)
        return Latents(dimension: count, values: buffer.values)
    }

    /// A model whose priors aren't nearly standard, as they are with initial values.
    private func model(_ configuration: ModelConfiguration = Tiny.ladder) throws -> Model {
        let model = try Tiny.model(configuration, seed: 3)
        for (index, slot) in model.network.layout.slots.enumerated() where slot.name.contains("prior3") {
            model.parameters[slot].copy(from: Buffer(uniformFloats(slot.count, seed: UInt64(index))))
        }
        return model
    }

    @Test func levelsAreHalvedToFourAndThenToOne() {
        func sides(_ width: Int, _ height: Int) -> [String] {
            LadderShape.sizes(for: ImageSize(width: width, height: height)).map { "\($0.width)x\($0.height)" }
        }
        #expect(sides(64, 64) == ["32x32", "16x16", "8x8", "4x4", "1x1"])
        #expect(sides(28, 28) == ["14x14", "7x7", "4x4", "1x1"])
        #expect(sides(129, 40) == ["65x20", "33x10", "17x5", "9x3", "5x2", "3x1", "1x1"])
        let size = ImageSize(width: 64, height: 64)
        let shape = LadderShape(for: size)
        #expect(shape.levels.map(\.groups) == [2, 3, 3, 2, 1] && shape.levels.map(\.blocks) == [1, 2, 2, 1, 1])
        #expect(shape.latentCount(for: size) == 6 * (2 * 1024 + 3 * 256 + 3 * 64 + 2 * 16) + 32)
    }

    /// Images of any side, a power of two or not, can be trained on and decoded at their size.
    @Test(arguments: [(16, 16), (28, 28), (33, 17), (20, 47)]) func imagesMayHaveAnySide(width: Int, height: Int) throws
    {
        let configuration = Tiny.ladder(ImageSize(width: width, height: height))
        let model = try Tiny.model(configuration)
        let inference = Inference(model, pool: pool)
        let images = Tiny.images(2, for: configuration)
        let decoded = try inference.decode(inference.posteriors(of: images).means)
        #expect(decoded.count == 2 && decoded.allSatisfy { $0.size == configuration.imageSize })
    }

    /// Noise gives latents and latents give the noise back, group by group.
    @Test func noiseAndLatentsMapToEachOther() throws {
        let model = try model()
        let noise = noise(model, rows: 5)
        let classes = [PriorClass](repeating: .any, count: 5)
        let latents = model.prior.latents(fromNoise: noise, classes: classes, transport: Transport(), pool: pool)
        #expect(zip(latents.values, noise.values).contains { abs($0 - $1) > 0.5 }, "the prior isn't the standard one")
        let back = model.prior.noise(
            ofLatents: latents, classes: [Int?](repeating: nil, count: 5), transport: Transport(), pool: pool)
        #expect(zip(back.values, noise.values).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    /// log p(z) = log N(noise) - Σ log σ, with the noise that gives z.
    @Test func theDensityFollowsFromTheNoise() throws {
        let model = try model()
        let noise = noise(model, rows: 3)
        let unknown = [Int?](repeating: nil, count: 3)
        let classes = [PriorClass](repeating: .any, count: 3)
        func latents(_ noise: Latents) -> Latents {
            model.prior.latents(fromNoise: noise, classes: classes, transport: Transport(), pool: pool)
        }
        let densities = model.prior.logDensities(
            of: latents(noise), classes: unknown, options: DensityOptions(), pool: pool)
        // A latent's deviation is the change that a unit step of its own noise causes.
        for row in 0..<3 {
            var logScale = 0.0
            for index in 0..<noise.dimension {
                var moved = Array(noise[row])
                moved[index] += 1
                let one = latents(Latents(dimension: noise.dimension, values: Array(noise[row]) + moved + moved))
                logScale += log(Double(one[1][one[1].startIndex + index] - one[0][one[0].startIndex + index]))
            }
            let expected = StandardNormalPrior.logDensity(of: noise[row]) - logScale
            #expect(abs(densities[row] - expected) < 1e-3 * abs(expected))
        }
    }

    /// The mean of log q - log p over draws from the posterior is the rate.
    @Test func theRateIsTheMeanLogRatio() throws {
        let model = try model()
        let network = model.network
        let images = Tiny.images(1, for: model.configuration)
        var (rates, ratios) = (0.0, 0.0)
        let draws = 400
        let weights = NetworkWeights(network, parameters: model.parameters, backward: false)
        weights.pack(pool: pool)
        let workspace = LaneWorkspace(network, capacity: 1, backward: false)
        let terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: 1)
        let ladder = try #require(network.ladder)
        for draw in 0..<draws {
            workspace.load(
                0, of: images, at: 0, binarization: .none, from: RandomStream(seed: 0, purpose: .otherTests))
            workspace.drawNoise(0, from: RandomStream(seed: 5, purpose: .tests, item: draw))
            network.terms(images: 1, weights: weights, workspace: workspace, firstImage: 0, into: terms)
            rates += terms[0].rate / Double(draws)
            // log q of the draw uses the posteriors in the workspace, and log p the prior.
            let pass = network.pass(images: 1, weights: weights, workspace: workspace)
            var (logPosterior, latents) = (0.0, [Float]())
            for group in ladder.levels.reversed().flatMap(\.groups) {
                let logVariances = Buffer(
                    Array(pass.output(group.posterior).values[group.latentCount..<2 * group.latentCount]))
                KernelSet.current.boundLogVariance(logVariances)
                let noise = ladder.part(group, of: workspace.noise, row: 0).values
                logPosterior += StandardNormalPrior.logDensity(of: noise)
                logPosterior -= 0.5 * logVariances.values.reduce(0) { $0 + Double($1) }
                latents += ladder.latents(group, pass).values
            }
            let logPrior = model.prior.logDensities(
                of: Latents(dimension: latents.count, values: latents), classes: [nil], options: DensityOptions(),
                pool: pool)
            ratios += (logPosterior - logPrior[0]) / Double(draws)
        }
        #expect(abs(ratios - rates) < 0.02 * rates, "\(ratios), not \(rates)")
    }

    @Test func invalidLaddersAreRefused() {
        func error(_ change: (inout ModelConfiguration) -> Void) -> ConfigurationError? {
            var configuration = Tiny.ladder
            change(&configuration)
            do throws(ConfigurationError) {
                _ = try VariationalAutoencoder(configuration)
                return nil
            } catch { return error }
        }
        #expect(
            error { $0.imageSize = ImageSize(width: 15, height: 64) } == .ladderSide(ImageSize(width: 15, height: 64)))
        #expect(error { $0.latentCount += 1 } != nil)
        let shape = LadderShape(for: Tiny.ladder.imageSize)
        func error(_ change: (inout [LadderShape.Level]) -> Void) -> ConfigurationError? {
            var levels = shape.levels
            change(&levels)
            return error { $0.architecture = .ladder(LadderShape(levels: levels)) }
        }
        #expect(error { $0[2].width = 7 } == .ladderWidth(7))
        #expect(error { $0.removeLast() } == .ladderLevels(3, needed: 4, size: Tiny.ladder.imageSize))
        #expect(
            error { $0[3].groups = 0 } == .outOfRange(.coarsestGroups, value: 0, range: 1...64))
    }
}
