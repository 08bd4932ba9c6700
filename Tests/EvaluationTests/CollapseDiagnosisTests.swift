import GreyImages
import Kernels
import Layers
import Testing
import VAE

@testable import Evaluation

@Suite("Why a posterior collapsed")
struct CollapseDiagnosisTests {
    private let side = 16

    /// - level: of the pixel in that column and row of an image.
    private func images(_ count: Int, _ level: (_ image: Int, _ x: Int, _ y: Int) -> Int) -> ImageDataset {
        ImageDataset(
            images: (0..<count).map { image in
                GreyImage(
                    size: ImageSize(width: side, height: side), bitDepth: .sixteen,
                    samples: (0..<side * side).map { UInt16(level(image, $0 % side, $0 / side)) })
            })
    }

    private func diagnosis(_ images: ImageDataset, steps: Int = 10_000, beta: Double = 1) throws -> CollapseDiagnosis {
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: .mlp(hidden: [2]), imageSize: images.size, bitDepth: .sixteen, latentCount: 1,
                likelihood: .logistic
            ).fitted(to: images))
        var facts = TrainingFacts()
        facts.steps = steps
        facts.beta = beta
        return CollapseDiagnosis(
            of: Model(network: network, parameters: Arena(network.layout), facts: facts),
            images: ImageStatistics(of: images))
    }

    /// Slopes that lean another way in every image.
    private func slope(_ image: Int, _ x: Int, _ y: Int) -> Int { 1000 + x * (image * 37 % 50) + y * (image * 11 % 40) }

    @Test func imagesAreTold() throws {
        #expect(try diagnosis(images(6) { _, x, y in x * 100 + y }) == .equalImages)
        guard case .likeImages = try diagnosis(images(6) { image, x, y in x * 100 + y + image }) else {
            Issue.record("images that hardly differ are told")
            return
        }
        var state: UInt32 = 1
        let noise = images(20) { _, _, _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 20)
        }
        guard case .noise = try diagnosis(noise) else {
            Issue.record("noise is told")
            return
        }
    }

    @Test func bandsBelowBrightMarksAreTold() throws {
        // A mark of about 1 % of the pixels, 40 times as bright as all others.
        let marked = images(20) { image, x, y in x == 0 && y < (image % 2 == 0 ? 3 : 2) ? 60_000 : slope(image, x, y) }
        guard case .narrowLevels(let common, let range) = try diagnosis(marked) else {
            Issue.record("a narrow band of levels is told")
            return
        }
        #expect(common.minimum >= 1000 && common.maximum < 3000 && range.maximum > 20_000)
    }

    @Test func trainingIsBlamedLast() throws {
        let ordinary = images(20, slope)
        #expect(try diagnosis(ordinary, steps: 40) == .fewSteps(40))
        #expect(try diagnosis(ordinary, beta: 4) == .objective(beta: 4))
    }
}
