import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite struct NoveltyJudgeTests {
    private let pool = WorkerPool(threads: 2)
    private static let size = ImageSize(width: 24, height: 20)

    /// Blobs at random places: smooth, and different from each other.
    private static func image(_ seed: UInt64, right: Int = 0, mirrored: Bool = false) -> GreyImage {
        let numbers = Buffer(count: 12)
        RandomStream(seed: seed, purpose: .tests).fillUniform(numbers)
        let values = numbers.values
        var samples: [UInt16] = []
        for y in 0..<size.height {
            for column in 0..<size.width {
                let x = (mirrored ? size.width - 1 - column : column) - right
                var level: Float = 0
                for blob in 0..<4 {
                    let (dx, dy) = (
                        Float(x) - values[3 * blob] * Float(size.width),
                        Float(y) - values[3 * blob + 1] * Float(size.height)
                    )
                    level += 120 * values[3 * blob + 2] / (1 + (dx * dx + dy * dy) / 16)
                }
                samples.append(UInt16(min(255, level)))
            }
        }
        return GreyImage(size: size, bitDepth: .eight, samples: samples)
    }

    private func inference() throws -> Inference {
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: .mlp(hidden: [8]), imageSize: Self.size, bitDepth: .eight, latentCount: 4,
                likelihood: .logistic))
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        return Inference(Model(network: network, parameters: parameters), pool: pool)
    }

    @Test func theNearestIsFoundThroughShiftsAndMirrors() {
        let images = ImageDataset(images: (0..<60).map { Self.image($0) })
        let nearest = NearestImages(images, pool: pool)
        let found = nearest.nearest(to: [
            Self.image(7), Self.image(12, mirrored: true), Self.image(33, right: 1), Self.image(1000),
        ])
        #expect(found.prefix(3).map(\.index) == [7, 12, 33])
        #expect(found.prefix(3).map(\.distance) == [0, 0, 0])
        #expect(found[3].distance > 3)
    }

    /// Copies are refused, though shifted, mirrored or noisy; others are let through at the rate that was asked for.
    @Test func copiesAreRefusedAndOthersAreNot() throws {
        let inference = try inference()
        let images = ImageDataset(images: (0..<400).map { Self.image($0) })
        let split = DataSplit(training: Array(0..<300), validation: Array(300..<400))
        let calibration = try #require(
            try NoveltyJudge.calibrate(
                images, split: split, inference: inference))
        #expect(calibration.heldOutImages == 100 && calibration.pixelRadius > 1 && calibration.encoderRadius > 0)
        let judge = try NoveltyJudge(
            images, training: split.training, inference: inference, calibration: calibration)
        let noisy = GreyImage(
            size: Self.size, bitDepth: .eight,
            samples: Self.image(5).samples.enumerated().map { $1 / 2 * 2 + UInt16($0 % 2) })
        let copies = try judge.verdicts(
            on: [Self.image(3), Self.image(4, mirrored: true), Self.image(9, right: -1), noisy])
        #expect(copies.allSatisfy { !$0.isNovel })
        #expect(copies.map(\.nearest) == [3, 4, 9, 5])
        // Both radii leave one of a hundred out.
        #expect(try judge.verdicts(on: split.validation.map(images.image(at:))).count(where: \.isNovel) >= 98)
        let others = try judge.verdicts(on: (2000..<2200).map { Self.image($0) })
        #expect(others.count(where: \.isNovel) >= 170)
    }

    @Test func posteriorsThatAreKnownGiveTheSameRadii() throws {
        let inference = try inference()
        let images = ImageDataset(images: (0..<60).map { Self.image($0) })
        let split = DataSplit(training: Array(0..<40), validation: Array(40..<60))
        let known = try NoveltyJudge.calibrate(
            images, split: split, inference: inference, posteriors: try inference.posteriors(of: images))
        #expect(
            try known
                == NoveltyJudge.calibrate(
                    images, split: split, inference: inference))
    }

    /// What progress throws ends the work, and what it is told rises to the whole.
    @Test func calibratingShowsProgressAndCanBeStopped() throws {
        struct Stop: Error {}
        let inference = try inference()
        let images = ImageDataset(images: (0..<60).map { Self.image($0) })
        let split = DataSplit(training: Array(0..<40), validation: Array(40..<60))
        var shares: [Double] = []
        _ = try NoveltyJudge.calibrate(
            images, split: split, inference: inference
        ) { shares.append($0) }
        #expect(shares.count > 1 && shares == shares.sorted() && shares.last == 1)
        #expect(throws: Stop.self) {
            try NoveltyJudge.calibrate(
                images, split: split, inference: inference
            ) { if $0 > 0.5 { throw Stop() } }
        }
    }

    @Test func withoutHeldOutImagesThereIsNoRadius() throws {
        let images = ImageDataset(images: [Self.image(0), Self.image(1)])
        let inference = try inference()
        func calibration(_ training: [Int], _ heldOut: [Int]) throws -> NoveltyCalibration? {
            try NoveltyJudge.calibrate(
                images, split: DataSplit(training: training, validation: heldOut), inference: inference)
        }
        #expect(try calibration([0, 1], []) == nil)
        let one = try calibration([0], [1])
        #expect(one?.heldOutImages == 1)
    }
}
