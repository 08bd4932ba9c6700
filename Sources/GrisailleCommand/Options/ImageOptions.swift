import ArgumentParser
import Grisaille

extension Fit: ExpressibleByArgument {}

extension BitDepth: ExpressibleByArgument {
    public init?(argument: String) {
        guard let bits = Int(argument) else { return nil }
        self.init(rawValue: bits)
    }
}

extension ImageSize: ExpressibleByArgument {
    /// `64`, or `64x48` with the width first.
    public init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let width = sides[0], let height = sides.last ?? nil else { return nil }
        guard (1...8192).contains(width), (1...8192).contains(height) else { return nil }
        self.init(width: width, height: height)
    }
}

/// How images are read and prepared.
///
/// What is given to `train` is kept in the model, and applies to images that other commands read for it.
struct ImageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Bring every image to this size: N, or WxH.", valueName: "size"))
    var size: ImageSize?

    @Option(help: "How an image of another shape fills the size: pad, crop or stretch. (default: pad)")
    var fit: Fit?

    @Option(help: ArgumentHelp("Bring every image to 8 or 16 bits.", valueName: "bits"))
    var bitDepth: BitDepth?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Map the values from min to max linearly onto all levels of the bit depth, and clip those beyond; auto takes \
            the least and the greatest value of all images, none leaves values as they are.
            """, valueName: "min:max|auto|none"))
    var levels: LevelsOption?

    @Flag(inversion: .prefixedNo, help: "Convert colour images to grey (Rec. 709 luma) instead of refusing them.")
    var convertToGrey: Bool?

    @Flag(help: "Leave images out that can't be read, instead of stopping.")
    var skipUnreadable = false

    @Flag(help: "Read the PNGs of a folder that is mostly of images of other formats.")
    var ignoreOtherFormats = false

    @Option(help: ArgumentHelp("The largest image to accept, in megapixels.", valueName: "n"))
    var megapixels: Double = 100

    func validate() throws {
        guard megapixels > 0, megapixels <= 4000 else {
            throw ValidationError("--megapixels must be above 0 and at most 4000.")
        }
    }

    /// The preparation that was asked for, the rest as a model keeps it.
    func preparation(over kept: ImagePreparation?) -> ImagePreparation {
        var preparation = kept ?? ImagePreparation()
        preparation.size = size ?? preparation.size
        preparation.fit = fit ?? preparation.fit
        preparation.bitDepth = bitDepth ?? preparation.bitDepth
        preparation.convertToGrey = convertToGrey ?? preparation.convertToGrey
        switch levels {
        case .window(let window): (preparation.levels, preparation.levelSource) = (window, nil)
        case .auto, .some(.none): (preparation.levels, preparation.levelSource) = (nil, nil)
        case nil: break
        }
        return preparation
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with kept: ImagePreparation?) -> String? {
        let kept = kept ?? ImagePreparation()
        if let size, size != kept.size { return "--size" }
        if let fit, kept.size != nil, fit != kept.fit { return "--fit" }
        if let bitDepth, bitDepth != kept.bitDepth { return "--bit-depth" }
        if let convertToGrey, convertToGrey != kept.convertToGrey { return "--convert-to-grey" }
        switch levels {
        case .window(let window): return window == kept.levels ? nil : "--levels"
        case .auto: return kept.levels == nil ? "--levels" : nil
        case .some(.none): return kept.levels == nil ? nil : "--levels"
        case nil: return nil
        }
    }
}
