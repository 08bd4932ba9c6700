import ArgumentParser
import Grisaille

/// `grisaille direction apply`: an image with more or less of an attribute.
struct DirectionApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Show an image with more or less of an attribute.",
        discussion: """
            Writes the image moved along the direction by each amount, from a posterior
            mean. An amount of 1 is a standard deviation of the attribute over the images
            that the direction was fitted to, or of the log odds of one with two values.

            EXAMPLES
              grisaille direction apply a.png --direction larger.safetensors \\
                --model model.safetensors --output steps --strip steps.png
              grisaille direction apply a.png --direction larger.safetensors \\
                --model model.safetensors --output one --amount 1.5
            """)

    @Argument(help: ArgumentHelp("The image to begin with.", valueName: "image"))
    var image: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("What grisaille direction fit wrote.", valueName: "file"))
    var direction: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("One amount, or from:to:steps.", valueName: "x|x:x:n"))
    var amount = AmountRange(from: -2, to: 2, steps: 9)

    @Option(help: ArgumentHelp("The folder to write the images to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Also write all of them in one row.", valueName: "file"))
    var strip: String?

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        struct Frame: Encodable {
            var amount: Double
            /// The attribute as it is read off the latent: the number, or the log odds of the second value.
            var reading: Double
        }

        var attribute: String
        var folder: String
        var files: [String]
        var strip: String?
        var frames: [Frame]
    }

    func run() throws {
        let outputs = try Outputs(
            files: [strip].compactMap(\.self), folders: [output], inputs: [model.model, image, direction],
            force: global.force)
        let (way, attribute) = try LatentDirection.read(direction)
        let model = try model.read()
        guard way.step.count == model.configuration.latentCount else {
            throw CommandError.latents(
                path: direction,
                reason: "is a direction of \(way.step.count) latents, but the model has "
                    + "\(model.configuration.latentCount): fit it with this model")
        }
        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        let latent = try SingleImage.latent(of: image, imageOptions, model: model, inference: inference, global: global)
        let amounts = amount.values
        let capacity = SheetRoom.capacity(for: model.configuration.imageSize)
        guard strip == nil || amounts.count <= capacity else {
            throw CommandError.usage("--strip shows up to \(capacity) images: give fewer steps, or leave it out")
        }
        let moved = amounts.map { way.moved(latent, by: $0) }
        let frames = try inference.decode(Latents(dimension: latent.count, values: moved.flatMap(\.self)))
        let writer = ImageFolderWriter(folder: output, prefix: "amount", sheet: nil, global: global)
        try outputs.makeFolders(for: writer.paths(frames.count))
        if let strip {
            let shown = frames.map { $0.shown(through: model.configuration.shownLevels) }
            try ContactSheet.strip(shown).image.writePNG(to: strip)
        }
        try writer.write(frames, pool: pool)
        if let strip { global.wrote(strip) }
        let readings = moved.map { way.reading($0) }
        if global.json {
            return try JSONOutput.print(
                Result(
                    attribute: attribute, folder: output, files: writer.paths(frames.count), strip: strip,
                    frames: zip(amounts, readings).map { .init(amount: $0, reading: $1) }))
        }
        let name = way.values.map { "log odds of \($0[1])" } ?? attribute
        for (amount, reading) in zip(amounts, readings) {
            Console.result("amount \(Text.fixed(amount, 2)): \(name) \(Text.fixed(reading, 3))")
        }
    }
}
