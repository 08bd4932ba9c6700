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

/// How images are read.
struct ImageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Bring every image to this size: N, or WxH.", valueName: "size"))
    var size: ImageSize?

    @Option(help: "How an image of another shape fills the size: pad, crop or stretch.")
    var fit: Fit = .pad

    @Option(help: ArgumentHelp("Bring every image to 8 or 16 bits.", valueName: "bits"))
    var bitDepth: BitDepth?

    @Flag(help: "Convert colour images to grey (Rec. 709 luma) instead of refusing them.")
    var convertToGrey = false

    @Flag(help: "Leave images out that can't be read, instead of stopping.")
    var skipUnreadable = false

    @Option(help: ArgumentHelp("The largest image to accept, in megapixels.", valueName: "n"))
    var megapixels: Double = 100

    func validate() throws {
        guard megapixels > 0, megapixels <= 4000 else {
            throw ValidationError("--megapixels must be above 0 and at most 4000.")
        }
    }

    /// Reads images as a data set and says what was left out.
    ///
    /// - labels: of an array's images.
    func read(_ path: String, labels: ClassLabelOption? = nil, global: GlobalOptions) throws -> ImageDataset {
        var options = readingOptions(threads: global.threadCount)
        options.labelsPath = labels?.labels
        let (dataset, report) = try ImageDataset.read(path, options: options)
        for image in report.unreadable { Console.warning("left out \(image)") }
        let skipped = [
            (report.hiddenCount, "hidden entry", "hidden entries"),
            (report.otherSuffixCount, "file that is no PNG", "files that are no PNGs"),
        ].filter { $0.0 > 0 }.map { Text.count($0, $1, plural: $2) }
        if !skipped.isEmpty { global.note("passed over \(skipped.joined(separator: " and "))") }
        if !report.unreadable.isEmpty {
            Console.warning("\(Text.count(report.unreadable.count, "unreadable image")) left out")
        }
        return dataset
    }

    /// Reads images for a model and checks that they are of its size and depth.
    func read(
        _ path: String, labels: ClassLabelOption? = nil, for model: Model, global: GlobalOptions
    ) throws -> ImageDataset {
        let dataset = try read(path, labels: labels, global: global)
        guard dataset.size == model.configuration.imageSize else {
            throw CommandError.sizeMismatch(path: path, found: dataset.size, model: model.configuration.imageSize)
        }
        guard dataset.bitDepth == model.configuration.bitDepth else {
            throw CommandError.depthMismatch(
                path: path, found: dataset.bitDepth, model: model.configuration.bitDepth)
        }
        noteLevels(of: dataset, outside: model.configuration.levels, global: global)
        return dataset
    }

    private func noteLevels(of dataset: ImageDataset, outside range: LevelRange, global: GlobalOptions) {
        guard range.minimum > 0 || range.maximum < dataset.bitDepth.maximumLevel, !global.quiet else { return }
        let count = range.outsideCount(in: dataset)
        guard count > 0 else { return }
        let share = 100 * Double(count) / Double(dataset.count * dataset.size.pixelCount)
        global.note(
            "\(Text.count(count, "pixel")) (\(Text.fixed(share, 2)) %) lie outside the levels \(range.description) that "
                + "the model was trained on")
    }

    private func readingOptions(threads: Int) -> ImageReadingOptions {
        var options = ImageReadingOptions()
        options.preparation = ImagePreparation(size: size, fit: fit, bitDepth: bitDepth, convertToGrey: convertToGrey)
        options.skipUnreadable = skipUnreadable
        options.pixelLimit = Int(megapixels * 1_000_000)
        options.threads = threads
        return options
    }
}
