/// How a PNG is read.
package struct PNGReadingOptions: Sendable, Hashable {
    /// Whether colour is converted to grey by the Rec. 709 luma of the stored samples. Otherwise it is an error.
    package var convertToGrey: Bool
    /// The maximum number of pixels. It is checked before memory is allocated.
    package var pixelLimit: Int

    package init(convertToGrey: Bool = false, pixelLimit: Int = 100_000_000) {
        self.convertToGrey = convertToGrey
        self.pixelLimit = pixelLimit
    }
}
