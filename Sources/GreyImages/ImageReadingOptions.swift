/// How a folder, a PNG or an array is taken in as a data set.
public struct ImageReadingOptions: Sendable, Hashable {
    /// What is done to every image.
    public var preparation: ImagePreparation
    /// Take the least and the greatest value of all images as the window of levels, whatever ``preparation`` says.
    public var measuresLevels: Bool
    /// What the images must have once they are prepared, for errors that tell it; nil wants them alike.
    public var wanted: Shape?
    /// Read a folder's PNGs however many files of other image formats lie beside them.
    public var ignoresOtherFormats: Bool
    /// Leave out files that can't be read, and report them, rather than stop.
    public var skipUnreadable: Bool
    /// The most pixels that one image may have.
    public var pixelLimit: Int
    /// How many threads decode; nil takes as many as there are processors.
    public var threads: Int?
    /// An `.npy` of one whole number an image, for images that come as an array.
    public var labelsPath: String?

    /// A size and a depth.
    public struct Shape: Sendable, Hashable {
        public var size: ImageSize
        public var bitDepth: BitDepth

        public init(size: ImageSize, bitDepth: BitDepth) {
            self.size = size
            self.bitDepth = bitDepth
        }
    }

    public init(
        preparation: ImagePreparation = .init(), measuresLevels: Bool = false, wanted: Shape? = nil,
        ignoresOtherFormats: Bool = false, skipUnreadable: Bool = false, pixelLimit: Int = 100_000_000,
        threads: Int? = nil, labelsPath: String? = nil
    ) {
        self.preparation = preparation
        self.measuresLevels = measuresLevels
        self.wanted = wanted
        self.ignoresOtherFormats = ignoresOtherFormats
        self.skipUnreadable = skipUnreadable
        self.pixelLimit = pixelLimit
        self.threads = threads
        self.labelsPath = labelsPath
    }

    var png: PNGReadingOptions {
        PNGReadingOptions(convertToGrey: preparation.convertToGrey, pixelLimit: pixelLimit)
    }
}
