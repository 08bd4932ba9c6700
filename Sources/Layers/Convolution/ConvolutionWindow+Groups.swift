import Kernels

/// Convolutions unfold a few images at a time, so that the unfolded windows stay in the second-level cache.
extension ConvolutionWindow {
    /// The most floats to unfold at a time, unless one image has more: 512 KB.
    private static let unfoldedLimit = 128 * 1024

    private var imagesAtATime: Int { max(1, Self.unfoldedLimit / (positions * elements)) }

    /// Scratch memory for a pass over that many images.
    func unfoldedCount(images: Int) -> Int { min(images, imagesAtATime) * positions * elements }

    /// Consecutive runs of images to be unfolded together.
    func groups(of images: Int) -> [Range<Int>] {
        Swift.stride(from: 0, to: images, by: imagesAtATime).map { $0..<min(images, $0 + imagesAtATime) }
    }
}

extension Buffer {
    /// The part of a `[images, count]` buffer that belongs to some of the images.
    subscript(images: Range<Int>, each count: Int) -> Buffer {
        self[images.lowerBound * count..<images.upperBound * count]
    }
}
