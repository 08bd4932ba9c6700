/// A greyscale image of 8- or 16-bit integer samples, exactly as its file holds them: without gamma or rescaling.
public struct GreyImage: Sendable, Hashable {
    public let size: ImageSize
    public let bitDepth: BitDepth
    /// The samples row by row from the top left, `[height, width]`, each within `0...bitDepth.maximumLevel`.
    public let samples: [UInt16]

    /// Creates an image from its samples.
    ///
    /// - Precondition: Both sides are positive, and there are width × height samples, none above the maximum of the depth.
    public init(size: ImageSize, bitDepth: BitDepth, samples: [UInt16]) {
        precondition(size.width > 0 && size.height > 0, "an image has at least one pixel")
        precondition(samples.count == size.pixelCount, "one sample a pixel")
        precondition(
            bitDepth == .sixteen || samples.allSatisfy { $0 <= 255 }, "8-bit samples lie in 0...255")
        self.size = size
        self.bitDepth = bitDepth
        self.samples = samples
    }

    public var width: Int { size.width }
    public var height: Int { size.height }

    /// The sample in column `x` of row `y`.
    public subscript(x: Int, y: Int) -> UInt16 {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "the pixel lies within the image")
        return samples[y * width + x]
    }
}
