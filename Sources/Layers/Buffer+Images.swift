import Kernels

extension Buffer {
    /// The part of a `[images, count]` buffer that belongs to some of the images.
    public subscript(images: Range<Int>, each count: Int) -> Buffer {
        self[images.lowerBound * count..<images.upperBound * count]
    }
}
