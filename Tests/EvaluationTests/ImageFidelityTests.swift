import GreyImages
import Testing
import VAE

@testable import Evaluation

@Suite struct ImageFidelityTests {
    private func image(_ width: Int, _ height: Int, _ bitDepth: BitDepth, _ level: (Int) -> Int) -> GreyImage {
        GreyImage(
            size: ImageSize(width: width, height: height), bitDepth: bitDepth,
            samples: (0..<width * height).map { UInt16(level($0)) })
    }

    private var first: GreyImage { image(13, 9, .eight) { $0 * 37 % 256 } }
    private var second: GreyImage { image(13, 9, .eight) { ($0 * 37 % 256 * 3 + $0 * 11 % 64) / 4 } }

    @Test(arguments: [(1, 1), (1, 7), (13, 9), (40, 3)])
    func anImageIsLikeItself(width: Int, height: Int) {
        let one = image(width, height, .eight) { $0 * 37 % 256 }
        let fidelity = ImageFidelity(of: one, to: one)
        #expect(fidelity.rootMeanSquaredError == 0)
        #expect(fidelity.peakSignalToNoise == .infinity)
        #expect(abs(fidelity.structuralSimilarity - 1) < 1e-12)
        let black = image(width, height, .eight) { _ in 0 }
        #expect(ImageFidelity(of: black, to: black).structuralSimilarity == 1)
    }

    /// Made by the definition, with the whole window at every pixel:
    ///
    ///     import numpy as np
    ///     n = np.arange(13 * 9)
    ///     a = n * 37 % 256
    ///     b = (a * 3 + n * 11 % 64) // 4
    ///     a, b = a.reshape(9, 13).astype(float), b.reshape(9, 13).astype(float)
    ///     mse = ((a - b) ** 2).mean(); print(mse ** 0.5, 10 * np.log10(255 ** 2 / mse))
    ///     ys, xs = np.mgrid[:9, :13]; total = 0
    ///     for y in range(9):
    ///         for x in range(13):
    ///             w = np.exp(-((ys - y) ** 2 + (xs - x) ** 2) / (2 * 1.5 ** 2))
    ///             w[(abs(ys - y) > 5) | (abs(xs - x) > 5)] = 0
    ///             w /= w.sum()
    ///             p, q = (w * a).sum(), (w * b).sum()
    ///             va, vb = (w * (a - p) ** 2).sum(), (w * (b - q) ** 2).sum()
    ///             cov = (w * (a - p) * (b - q)).sum()
    ///             c, d = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ///             total += (2 * p * q + c) * (2 * cov + d) / ((p * p + q * q + c) * (va + vb + d))
    ///     print(total / 117)
    @Test func goldenValues() {
        let fidelity = ImageFidelity(of: first, to: second)
        #expect(abs(fidelity.rootMeanSquaredError - 30.039005981255112) < 1e-9)
        #expect(abs(fidelity.peakSignalToNoise - 18.57709246147614) < 1e-9)
        #expect(abs(fidelity.structuralSimilarity - 0.937606865119825) < 1e-9)
    }

    @Test func allMeasuresAreSymmetric() {
        let (one, other) = (ImageFidelity(of: first, to: second), ImageFidelity(of: second, to: first))
        #expect(one.rootMeanSquaredError == other.rootMeanSquaredError)
        #expect(one.peakSignalToNoise == other.peakSignalToNoise)
        #expect(abs(one.structuralSimilarity - other.structuralSimilarity) < 1e-12)
    }

    /// A flat image 5 levels brighter than one of 100: every window has (2 · 100 · 105 + c) / (100² + 105² + c), with
    /// c = 2.55² = 6.5025; RMSE 5; PSNR 20 log10(255 / 5).
    @Test func aConstantShiftIsAllLuminance() {
        let fidelity = ImageFidelity(of: image(8, 8, .eight) { _ in 105 }, to: image(8, 8, .eight) { _ in 100 })
        #expect(fidelity.rootMeanSquaredError == 5)
        #expect(abs(fidelity.peakSignalToNoise - 34.15140352195873) < 1e-9)
        #expect(abs(fidelity.structuralSimilarity - 21006.5025 / 21031.5025) < 1e-9)
    }

    /// The same picture in 16 bits, where 257 levels are one of 8: relative measures stay.
    @Test func depthsAreComparable() {
        func deep(_ image: GreyImage) -> GreyImage {
            GreyImage(size: image.size, bitDepth: .sixteen, samples: image.samples.map { $0 * 257 })
        }
        let (eight, sixteen) = (
            ImageFidelity(of: first, to: second), ImageFidelity(of: deep(first), to: deep(second))
        )
        #expect(abs(sixteen.rootMeanSquaredError / eight.rootMeanSquaredError - 257) < 1e-9)
        #expect(abs(sixteen.peakSignalToNoise - eight.peakSignalToNoise) < 1e-9)
        #expect(abs(sixteen.structuralSimilarity - eight.structuralSimilarity) < 1e-9)
    }

    /// A picture as 12 bits in 16, moved up by 30,000 levels: measured by its own range, it's as near as before.
    @Test func theRangeIsThePeak() {
        func narrow(_ image: GreyImage) -> GreyImage {
            GreyImage(size: image.size, bitDepth: .sixteen, samples: image.samples.map { 30_000 + $0 * 16 })
        }
        let range = LevelRange(minimum: 30_000, maximum: 30_000 + 255 * 16)
        let (eight, twelve) = (
            ImageFidelity(of: first, to: second), ImageFidelity(of: narrow(first), to: narrow(second), levels: range)
        )
        #expect(abs(twelve.peakSignalToNoise - eight.peakSignalToNoise) < 1e-9)
        #expect(abs(twelve.structuralSimilarity - eight.structuralSimilarity) < 1e-9)
        #expect(ImageFidelity(of: narrow(first), to: narrow(second)).peakSignalToNoise > eight.peakSignalToNoise + 20)
    }

    @Test func damageLowersEveryMeasure() {
        let inverted = image(13, 9, .eight) { 255 - $0 * 37 % 256 }
        let (near, far) = (ImageFidelity(of: second, to: first), ImageFidelity(of: inverted, to: first))
        #expect(near.rootMeanSquaredError < far.rootMeanSquaredError)
        #expect(near.peakSignalToNoise > far.peakSignalToNoise)
        #expect(near.structuralSimilarity > 0.3 && far.structuralSimilarity < 0)
    }
}
