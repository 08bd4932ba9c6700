/// How a folder, a PNG or an array is read as a data set.
public struct ImageReadingOptions: Sendable, Hashable {
    /// How every image is prepared.
    public var preparation: ImagePreparation
    /// Whether the minimum and maximum of all images become the window of levels, in place of the one in ``preparation``.
    public var measuresLevels: Bool
    /// The size and depth that prepared images must have, for errors; nil if they must only be the same for all images.
    public var wanted: Shape?
    /// Whether the PNGs of a folder are read even if most of its images have other formats.
    public var ignoresOtherFormats: Bool
    /// Whether files that can't be read are left out and reported. Otherwise they are an error.
    public var skipUnreadable: Bool
    /// The maximum number of pixels of an image.
    public var pixelLimit: Int
    /// The number of threads that decode; nil for one per processor.
    public var threads: Int?
    /// The path of an `.npy` file with one integer per image, for images in an array.
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
