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

/// The options for reading and preparing images.
///
/// What `train` is given is kept in the model, and applies to the images that other commands read for it.
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
            the minimum and maximum of all images, none leaves values as they are.
            """, valueName: "min:max|auto|none"))
    var levels: LevelsOption?

    @Flag(inversion: .prefixedNo, help: "Convert colour images to grey (Rec. 709 luma) instead of refusing them.")
    var convertToGrey: Bool?

    @Flag(help: "Leave out images that can't be read, instead of stopping.")
    var skipUnreadable = false

    @Flag(help: "Read the PNGs of a folder that holds mostly images of other formats.")
    var ignoreOtherFormats = false

    @Option(help: ArgumentHelp("The largest image to accept, in megapixels.", valueName: "n"))
    var megapixels: Double = 100

    func validate() throws {
        guard megapixels > 0, megapixels <= 4000 else {
            throw ValidationError("--megapixels must be above 0 and at most 4000.")
        }
    }

    /// The options that are given, each with what it changes in a preparation.
    private var changes: [(option: String, change: (inout ImagePreparation) -> Void)] {
        var changes: [(option: String, change: (inout ImagePreparation) -> Void)] = []
        if let size { changes.append(("--size", { $0.size = size })) }
        if let fit { changes.append(("--fit", { $0.fit = fit })) }
        if let bitDepth { changes.append(("--bit-depth", { $0.bitDepth = bitDepth })) }
        if let convertToGrey { changes.append(("--convert-to-grey", { $0.convertToGrey = convertToGrey })) }
        switch levels {
        case .window(let window):
            changes.append(("--levels", { ($0.levels, $0.levelSource) = (window, nil) }))
        case .auto, .some(.none): changes.append(("--levels", { ($0.levels, $0.levelSource) = (nil, nil) }))
        case nil: break
        }
        return changes
    }

    /// The preparation with the given options; what they don't name is as a model keeps it.
    func preparation(over kept: ImagePreparation?) -> ImagePreparation {
        changes.reduce(into: kept ?? ImagePreparation()) { $1.change(&$0) }
    }

    /// Whether the options bring images to another size or depth than a model's.
    func isOfOtherShape(than model: Model) -> Bool {
        (size.map { $0 != model.configuration.imageSize } ?? false)
            || (bitDepth.map { $0 != model.configuration.bitDepth } ?? false)
    }

    /// The first option that prepares images differently than an interrupted run does.
    func conflict(with kept: ImagePreparation?) -> String? {
        let kept = kept ?? ImagePreparation()
        return changes.first { option, change in
            // The window was measured when the run began.
            if option == "--levels", levels == .auto { return kept.levels == nil }
            var changed = kept
            change(&changed)
            // Without a size nothing is fitted to it, and what the levels are of follows from the images.
            if changed.size == nil { changed.fit = kept.fit }
            changed.levelSource = kept.levelSource
            return changed != kept
        }?.option
    }
}
