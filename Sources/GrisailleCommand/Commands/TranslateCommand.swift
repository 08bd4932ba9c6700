import ArgumentParser
import Grisaille

/// `grisaille translate`: turns images into those of another class.
struct TranslateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "translate",
        abstract: "Show what images would look like in another class.",
        discussion: """
            Finds the noise from which a conditional flow prior makes each image's posterior
            mean, and makes a latent of the target class from the same noise. What
            distinguishes the classes changes; the rest stays, as far as the model separates
            the two. Images in sub-folders named for classes of the model have those
            classes; others have that of --from, or any. Writes the images under their own
            names.

            EXAMPLES
              grisaille translate a.png --model classes.safetensors --class head \\
                --output translated --from hand
              grisaille translate images --model classes.safetensors --class chest \\
                --output chests --sheet chests.png
            """)

    @Argument(
        help: ArgumentHelp(
            "PNGs, folders of PNGs, or .npy arrays of N images, [N, height, width].", valueName: "images"))
    var images: [String]

    @OptionGroup var model: ModelOption

    @Option(name: .customLong("class"), help: ArgumentHelp("The target class.", valueName: "name"))
    var className: String

    @Option(
        help: ArgumentHelp("The class of all images. (default: that of their sub-folder, or any)", valueName: "name"))
    var from: String?

    @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp("Also write pairs, the original above the translation, as one picture.", valueName: "file"))
    var sheet: String?

    @OptionGroup var transport: TransportOptions
    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        var images: Int
        var toClass: String
        var fromClasses: [String: Int]
        var fromAnyClass: Int
        var folder: String
        var files: [String]
        var sheet: String?

        enum CodingKeys: String, CodingKey {
            case images, fromClasses, fromAnyClass, folder, files, sheet
            case toClass = "class"
        }
    }

    func run() throws {
        let outputs = try Outputs(
            files: [sheet].compactMap(\.self), folders: [output], inputs: [model.model] + Set(images),
            force: global.force)
        let model = try model.read()
        let target = try ClassNames.classIndex(named: className, in: model)
        let origin = try from.map { try ClassNames.classIndex(named: $0, in: model, option: "--from") }
        let transport = try transport.transport(for: model, default: .thereAndBack)
        let sets = try imageOptions.read(images, for: model, global: global)
        let classes = sets.flatMap { set in
            origin.map { [Int?](repeating: $0, count: set.count) }
                ?? model.prior.classIndices(of: set)
        }
        let dataset = Self.joined(sets)
        let writer = PairWriter(dataset, folder: output)
        try outputs.makeFolders(for: writer.paths)

        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        let means = try inference.posteriors(of: dataset, seed: global.seed).means
        let translated = ClassTranslation(model.prior, transport: transport, pool: pool)
            .translate(means, from: classes, to: target)
        try writer.write(translated, inference: inference, pairs: dataset.count, sheet: sheet)
        global.wrote(writer.paths, in: output)
        if let sheet { global.wrote(sheet) }
        guard global.json else { return }
        let known = classes.compactMap(\.self)
        try JSONOutput.print(
            Result(
                images: dataset.count, toClass: className,
                fromClasses: Dictionary(known.map { (model.prior.classNames[$0], 1) }, uniquingKeysWith: +),
                fromAnyClass: dataset.count - known.count, folder: output, files: writer.paths, sheet: sheet))
    }

    private static func joined(_ sets: [ImageDataset]) -> ImageDataset {
        sets.count == 1
            ? sets[0]
            : ImageDataset(
                images: sets.flatMap { set in (0..<set.count).map(set.image(at:)) }, names: sets.flatMap(\.names))
    }
}
