/// A mutable image of one level, on which other images are drawn.
struct Canvas {
    let size: ImageSize
    let bitDepth: BitDepth
    private var samples: [UInt16]

    init(size: ImageSize, bitDepth: BitDepth, level: UInt16) {
        self.size = size
        self.bitDepth = bitDepth
        samples = [UInt16](repeating: level, count: size.pixelCount)
    }

    var image: GreyImage { GreyImage(size: size, bitDepth: bitDepth, samples: samples) }

    /// Draws an image with its top left corner at (x, y), each pixel as a square of `scale` by `scale`. Parts outside the
    /// canvas are cut off.
    mutating func draw(_ image: GreyImage, x: Int, y: Int, scale: Int = 1) {
        let columns = max(x, 0)..<max(min(x + image.width * scale, size.width), max(x, 0))
        let rows = max(y, 0)..<max(min(y + image.height * scale, size.height), max(y, 0))
        for row in rows {
            let source = (row - y) / scale * image.width
            for column in columns {
                samples[row * size.width + column] = image.samples[source + (column - x) / scale]
            }
        }
    }
}
