extension Buffer {
    /// The rows of some images, in a buffer `[images, count]`.
    @inlinable package subscript(images: Range<Int>, each count: Int) -> Buffer {
        self[images.lowerBound * count..<images.upperBound * count]
    }

    /// One row of a buffer `[rows, count]`.
    @inlinable package subscript(row row: Int, of count: Int) -> Buffer { self[row * count..<(row + 1) * count] }
}
