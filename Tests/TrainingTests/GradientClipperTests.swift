import Testing

@testable import Training

@Suite("Gradient clipping")
struct GradientClipperTests {
    private static func clipper(after steps: Int, norm: Double = 10) -> GradientClipper {
        var clipper = GradientClipper()
        for _ in 0..<steps { _ = clipper.clip(norm, factor: 3) }
        return clipper
    }

    @Test("A gradient is shortened to a multiple of the usual norm")
    func shortens() {
        var clipper = Self.clipper(after: 200)
        #expect(clipper.clip(29, factor: 3) == 29)
        let clipped = clipper.clip(1e6, factor: 3)
        #expect(clipped > 29 && clipped < 32)
    }

    @Test("A norm a hundred times the usual is an outlier once the usual is known", arguments: [1e-6, 1, 1e6])
    func findsOutliers(usual: Double) {
        let clipper = Self.clipper(after: 200, norm: usual)
        #expect(!clipper.isOutlier(90 * usual))
        #expect(clipper.isOutlier(110 * usual))
        #expect(!Self.clipper(after: 50, norm: usual).isOutlier(1e6 * usual))
    }

    @Test("Shortened gradients hardly change the usual norm")
    func remembersTheUsual() {
        var clipper = Self.clipper(after: 200)
        for _ in 0..<20 { _ = clipper.clip(1e9, factor: 3) }
        // Twenty steps at three times the usual each, with a weight of 0.02, raise it far less than a hundredfold.
        #expect(clipper.isOutlier(1e4))
    }
}
