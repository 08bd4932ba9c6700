/// A rectangle of an image's pixels.
package struct PixelRegion: Sendable, Hashable {
    /// The first row and the first column.
    package var row: Int
    package var column: Int
    package var size: ImageSize

    package init(row: Int, column: Int, size: ImageSize) {
        self.row = row
        self.column = column
        self.size = size
    }

    /// The whole of an image.
    package init(_ size: ImageSize) { self.init(row: 0, column: 0, size: size) }

    /// Whether the region lies within an image of a size.
    package func fits(_ image: ImageSize) -> Bool {
        row >= 0 && column >= 0 && size.height > 0 && size.width > 0 && row <= image.height - size.height
            && column <= image.width - size.width
    }
}
