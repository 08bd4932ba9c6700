/// How a folder, a PNG or an array is taken in as a data set.
public struct ImageReadingOptions: Sendable, Hashable {
    /// Every image is brought to this size; nil wants all of one size.
    public var size: ImageSize?
    /// How images of other proportions are brought to ``size``.
    public var fit: Fit
    /// Every image is brought to this depth; nil wants all of one depth.
    public var bitDepth: BitDepth?
    /// Turn colour into grey rather than refuse it.
    public var convertToGrey: Bool
    /// Leave out files that can't be read, and report them, rather than stop.
    public var skipUnreadable: Bool
    /// The most pixels that one image may have.
    public var pixelLimit: Int
    /// How many threads decode; nil takes as many as there are processors.
    public var threads: Int?
    /// An `.npy` of one whole number an image, for images that come as an array.
    public var labelsPath: String?

    public init(
        size: ImageSize? = nil, fit: Fit = .pad, bitDepth: BitDepth? = nil, convertToGrey: Bool = false,
        skipUnreadable: Bool = false, pixelLimit: Int = 100_000_000, threads: Int? = nil, labelsPath: String? = nil
    ) {
        self.size = size
        self.fit = fit
        self.bitDepth = bitDepth
        self.convertToGrey = convertToGrey
        self.skipUnreadable = skipUnreadable
        self.pixelLimit = pixelLimit
        self.threads = threads
        self.labelsPath = labelsPath
    }

    var png: PNGReadingOptions { PNGReadingOptions(convertToGrey: convertToGrey, pixelLimit: pixelLimit) }
}
