import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct BernoulliLikelihoodTests {
    private func nats(_ logit: Float, _ level: Float, maximum: Int, gradient: Buffer? = nil) -> Double {
        BernoulliLikelihood(maximumLevel: maximum).distortion(
            outputs: Buffer([logit]), levels: Buffer([level]), weight: 1, gradient: gradient)
    }

    @Test(arguments: [255, 65535])
    func bothProbabilitiesSumToOne(maximum: Int) {
        for logit: Float in [0, 1, -3, 20, -20, 87, -90, 1e4, -1e4] {
            let sum = exp(-nats(logit, 0, maximum: maximum)) + exp(-nats(logit, Float(maximum), maximum: maximum))
            #expect(abs(sum - 1) < 1e-6)
        }
    }

    /// At a logit of zero the distortion is log 2 nats per pixel, whatever the level. At a probability of 0.9 for the
    /// right level it is -log(0.9).
    @Test func goldenValues() {
        #expect(abs(nats(0, 0, maximum: 255) - log(2)) < 1e-7)
        #expect(abs(nats(0, 100, maximum: 255) - log(2)) < 1e-7)
        #expect(abs(nats(Float(log(9.0)), 255, maximum: 255) + log(0.9)) < 1e-7)
        #expect(abs(nats(-30, 255, maximum: 255) - 30) < 1e-5)
    }

    @Test func gradientsAreThoseOfTheDistortion() {
        for level: Float in [0, 77, 255] {
            for logit: Float in [-8, -1, 0, 0.5, 6] {
                let gradient = Buffer(count: 1)
                _ = nats(logit, level, maximum: 255, gradient: gradient)
                let slope = (nats(logit + 0.01, level, maximum: 255) - nats(logit - 0.01, level, maximum: 255)) / 0.02
                #expect(abs(Double(gradient[0]) - slope) < 1e-3)
            }
        }
        let gradient = Buffer(count: 1)
        for logit: Float in [1e4, -1e4] {
            _ = nats(logit, 128, maximum: 255, gradient: gradient)
            #expect(gradient.isFinite && abs(gradient[0]) <= 1)
        }
    }

    @Test func expectedAndDrawnLevelsFollowTheProbability() {
        let count = 20_000
        let likelihood = BernoulliLikelihood(maximumLevel: 255)
        let outputs = Buffer(count: count)
        outputs.fill(Float(log(0.3 / 0.7)))
        let uniform = Buffer(count: count)
        RandomStream(seed: 5, purpose: .tests).fillUniform(uniform)
        let levels = Buffer(count: count)
        likelihood.drawnLevels(outputs: outputs, uniform: uniform, into: levels)
        #expect(Set(levels.values) == [0, 255])
        // The tolerance is five standard deviations.
        #expect(abs(Double(levels.values.count { $0 == 255 }) - 6000) < 5 * (20_000 * 0.21).squareRoot())
        likelihood.expectedLevels(outputs: outputs, into: levels)
        #expect(abs(levels[0] - 0.3 * 255) < 1e-3)
    }
}
