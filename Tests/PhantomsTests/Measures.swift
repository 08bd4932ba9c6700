import GreyImages
import Phantoms

/// Measurements of images for tests.
enum Measures {
    static func generator(seed: UInt64 = 7, side: Int = 48, bitDepth: BitDepth = .eight) -> PhantomGenerator {
        PhantomGenerator(seed: seed, size: ImageSize(width: side, height: side), bitDepth: bitDepth)
    }

    /// One patient with a factor at both ends of its range, without rotation and shift.
    static func ends(of factor: String, _ kind: PhantomKind, index: Int = 3, side: Int = 48) -> (
        low: Phantom, high: Phantom
    ) {
        let range = kind.factorRanges.first { $0.name == factor }!.range
        func made(_ value: Double) -> Phantom {
            let changes = [
                PhantomFactor(name: "rotationDegrees", value: 0), PhantomFactor(name: "scaleRatio", value: 1),
                PhantomFactor(name: "shiftRightFraction", value: 0), PhantomFactor(name: "shiftDownFraction", value: 0),
                PhantomFactor(name: factor, value: value),
            ]
            return generator(side: side).phantom(kind, index: index, changing: changes)
        }
        return (made(range.lowerBound), made(range.upperBound))
    }

    /// The mean level of part of the image as a share of the brightest level. The part is given in shares of the sides.
    static func mean(
        _ image: GreyImage, x: ClosedRange<Double> = 0...1, y: ClosedRange<Double> = 0...1
    ) -> Double {
        let values = pixels(image, x: x, y: y)
        return values.reduce(0, +) / Double(values.count)
    }

    static func pixels(_ image: GreyImage, x: ClosedRange<Double>, y: ClosedRange<Double>) -> [Double] {
        let columns = Int(x.lowerBound * Double(image.width))..<Int(x.upperBound * Double(image.width))
        let rows = Int(y.lowerBound * Double(image.height))..<Int(y.upperBound * Double(image.height))
        return rows.flatMap { row in
            columns.map { Double(image[$0, row]) / Double(image.bitDepth.maximumLevel) }
        }
    }

    /// The Pearson correlation of two images of the same size.
    static func correlation(_ a: GreyImage, _ b: GreyImage) -> Double {
        let (x, y) = (a.samples.map(Double.init), b.samples.map(Double.init))
        let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for k in x.indices {
            xy += (x[k] - mx) * (y[k] - my)
            xx += (x[k] - mx) * (x[k] - mx)
            yy += (y[k] - my) * (y[k] - my)
        }
        return xy / (xx * yy).squareRoot()
    }

    /// The image at half the width and height. Each pixel is the mean of four.
    static func halved(_ image: GreyImage) -> GreyImage {
        let size = ImageSize(width: image.width / 2, height: image.height / 2)
        var samples: [UInt16] = []
        for y in 0..<size.height {
            for x in 0..<size.width {
                let sum = [(0, 0), (1, 0), (0, 1), (1, 1)].reduce(0) { $0 + Int(image[2 * x + $1.0, 2 * y + $1.1]) }
                samples.append(UInt16(sum / 4))
            }
        }
        return GreyImage(size: size, bitDepth: image.bitDepth, samples: samples)
    }

    static func mirrored(_ image: GreyImage) -> GreyImage {
        let samples = (0..<image.height).flatMap { y in
            (0..<image.width).map { image[image.width - 1 - $0, y] }
        }
        return GreyImage(size: image.size, bitDepth: image.bitDepth, samples: samples)
    }
}
