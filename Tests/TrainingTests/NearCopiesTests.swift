import Kernels
import Testing
import VAE
@testable import Training

@Suite("Near copies among samples")
struct NearCopiesTests {
    private static let dimension = 60
    private static let count = 100

    private static func normal(_ rows: Int, seed: UInt64) -> [Float] {
        let values = Buffer(count: rows * dimension)
        RandomStream(seed: seed, purpose: .tests).fillNormal(values)
        return values.values
    }

    /// Posteriors whose means are standard normal, with a deviation of a half.
    private static let posteriors = Posteriors(
        means: Latents(dimension: dimension, values: normal(count, seed: 1)),
        logVariances: Latents(
            dimension: dimension, values: [Float](repeating: -2 * 0.693_147_2, count: count * dimension)))

    private static func share(_ samples: [Float], training: [Int]? = nil) -> Double? {
        NearCopies(
            Latents(dimension: dimension, values: samples), of: posteriors, training: training ?? Array(0..<count))?
            .share
    }

    /// Draws from the posteriors of some images.
    private static func draws(_ images: Range<Int>) -> [Float] {
        zip(
            posteriors.means.values[images.lowerBound * dimension..<images.upperBound * dimension],
            normal(images.count, seed: 2)
        ).map { $0 + 0.5 * $1 }
    }

    @Test("Draws from the training images' posteriors are near copies; new latents and blurred ones are not")
    func shares() throws {
        #expect(try #require(Self.share(Self.draws(0..<100))) > 0.95)
        let scale = Float(1.25).squareRoot()
        #expect(Self.share(Self.normal(100, seed: 3).map { $0 * scale }) == 0)
        #expect(try #require(Self.share(Self.normal(100, seed: 3).map { $0 * 0.5 })) < 0.05)
        let half = try #require(Self.share(Self.draws(0..<50) + Self.normal(50, seed: 4).map { $0 * scale }))
        #expect(abs(half - 0.5) < 0.05)
    }

    @Test("Images that the prior wasn't trained on don't count, and a single image has no neighbours")
    func training() {
        #expect(Self.share(Self.draws(50..<100), training: Array(0..<50)) == 0)
        #expect(Self.share(Self.draws(0..<1), training: [0]) == nil)
    }

    @Test("Many near copies are a finding, few are not")
    func finding() throws {
        func findings(_ samples: [Float]) throws -> [TrainingDiagnosis] {
            let copies = NearCopies(
                Latents(dimension: Self.dimension, values: samples), of: Self.posteriors,
                training: Array(0..<Self.count))
            return TrainingDiagnosis.findings(in: TrainingCurves(), TrainingSettings(), nearCopies: copies)
        }
        let new = Self.normal(100, seed: 3).map { $0 * 1.118 }
        #expect(try findings(Self.draws(0..<3) + new.prefix(97 * Self.dimension)).isEmpty)
        #expect(try findings(Self.draws(0..<10) + new.prefix(90 * Self.dimension)).count == 1)
    }
}
