import Platform
import Testing

@testable import Kernels

@Suite("The distance between spectra")
struct SpectrumDistanceTests {
    private static let shapes = [(8, 8), (12, 5), (2, 3), (16, 40)]

    private static func noise(_ count: Int, _ seed: UInt64, _ scale: Float = 0.5) -> Buffer {
        var random = RandomSource(seed: seed)
        return Buffer(random.floats(count).map { scale * $0 })
    }

    private static func distance(_ image: Buffer, _ other: Buffer, _ width: Int, _ height: Int) -> (Double, Buffer) {
        let spectra = SpectrumDistance(width: width, height: height)
        let gradient = Buffer(count: width * height)
        let distance = spectra.distance(
            from: image, to: other, workspace: SpectrumDistance.Workspace(spectra), gradient: gradient)
        return (distance, gradient)
    }

    @Test("It is zero, with a gradient of zero, for images whose structure has the same strength")
    func zero() {
        let image = Self.noise(256, 1)
        let (same, gradient) = Self.distance(image, image, 16, 16)
        #expect(same < 1e-20 && gradient.values.allSatisfy { abs($0) < 1e-9 })
        let negative = Buffer(image.values.map { -$0 })
        #expect(abs(Self.distance(negative, image, 16, 16).0) < 1e-20)
    }

    @Test("An image of half the contrast differs by ½ · (log 4)²", arguments: shapes)
    func contrast(shape: (width: Int, height: Int)) {
        let image = Self.noise(shape.width * shape.height, 2, 1)
        let half = Buffer(image.values.map { $0 / 2 })
        let (distance, _) = Self.distance(half, image, shape.width, shape.height)
        // The power of rounding makes weak structure a little more alike.
        #expect(abs(distance - 0.5 * log(4) * log(4)) < 0.02)
    }

    @Test("Only structure counts: slow changes, and what can't be seen, hardly do")
    func bins() {
        let (width, height) = (32, 32)
        let image = Self.noise(width * height, 3)
        let shaded = Buffer(image.values.map { $0 + 0.3 })
        #expect(Self.distance(shaded, image, width, height).0 < 0.05)
        let (flat, faint) = (Buffer(count: width * height), Self.noise(width * height, 4, 1e-4))
        #expect(Self.distance(flat, faint, width, height).0 < 1e-4)
        // A chequer has power in one bin alone, where it is far from that of noise.
        let chequer = Buffer((0..<width * height).map { ($0 / width + $0) % 2 == 0 ? 0.5 : -0.5 })
        #expect(Self.distance(chequer, image, width, height).0 > 5)
    }

    @Test("The gradient agrees with central differences", arguments: shapes)
    func gradient(shape: (width: Int, height: Int)) {
        let count = shape.width * shape.height
        let (image, other) = (Self.noise(count, 5, 0.4), Self.noise(count, 6))
        let gradient = Self.distance(image, other, shape.width, shape.height).1
        for index in stride(from: 0, to: count, by: max(1, count / 9)) {
            func moved(_ step: Float) -> Double {
                let copy = Buffer(image.values)
                copy[index] += step
                return Self.distance(copy, other, shape.width, shape.height).0
            }
            let (above, below) = (moved(1 / 1024), moved(-1 / 1024))
            let slope = (above - below) * 512
            #expect(abs(slope - Double(gradient[index])) < 1e-4 + 1e-3 * abs(slope), "pixel \(index)")
        }
    }
}
