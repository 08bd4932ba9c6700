import Evaluation
import Foundation
import Testing
import VAE

@Suite struct LikelihoodSummaryTests {
    /// Negative ELBOs 10, 12 and 17: mean 13, deviations -3, -1 and 4, variance 26 / 2 = 13, standard error √(13 / 3).
    /// Of 4 pixels, 13 nats are 13 / (4 log 2) = 4.68876 bits a pixel.
    @Test func meansAndErrorsAreTheStatedOnes() {
        let terms = [(8.0, 2.0), (11, 1), (12, 5)].map { ImageTerms(distortion: $0, rate: $1) }
        let summary = LikelihoodSummary(terms, pixelCount: 4)
        #expect(summary.images == 3)
        #expect(abs(summary.negativeELBO - 13) < 1e-12)
        #expect(abs(summary.distortion - 31.0 / 3) < 1e-12)
        #expect(abs(summary.rate - 8.0 / 3) < 1e-12)
        #expect(abs(summary.standardError - 2.0816659994661326) < 1e-12)
        #expect(abs(summary.bitsPerPixel - 4.688758) < 1e-6)
        #expect(abs(summary.bitsPerPixelStandardError - 2.0816659994661326 / (4 * log(2))) < 1e-12)
    }

    /// 8 log 2 nats a pixel are the 8 bits a pixel of an uncompressed image.
    @Test func aUniformCodeCostsItsBits() {
        let summary = LikelihoodSummary([ImageTerms(distortion: 100 * 8 * log(2), rate: 0)], pixelCount: 100)
        #expect(abs(summary.bitsPerPixel - 8) < 1e-12)
        #expect(summary.standardError == 0)
    }
}
