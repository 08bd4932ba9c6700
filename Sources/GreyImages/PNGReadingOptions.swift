/// How a PNG is taken in.
public struct PNGReadingOptions: Sendable, Hashable {
    /// Turn colour into grey by the Rec. 709 luma of the stored samples, rather than refuse it.
    public var convertToGrey: Bool
    /// The most pixels that an image may have. It is checked before memory is taken.
    public var pixelLimit: Int

    public init(convertToGrey: Bool = false, pixelLimit: Int = 100_000_000) {
        self.convertToGrey = convertToGrey
        self.pixelLimit = pixelLimit
    }
}
