import ArgumentParser
import Grisaille

/// `grisaille direction apply`: shows an image with more or less of an attribute.
struct DirectionApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Show an image with more or less of an attribute.",
        discussion: """
            Moves the image's posterior mean along the direction by each amount, and writes
            the images. An amount of 1 is a standard deviation of the attribute over the
            images that the direction was fitted to, or of the log odds if the attribute has
            two values.

            EXAMPLES
              grisaille direction apply a.png --direction larger.safetensors \\
                --model model.safetensors --output steps --strip steps.png
              grisaille direction apply a.png --direction larger.safetensors \\
                --model model.safetensors --output one --amount 1.5
            """)

    @Argument(help: ArgumentHelp("The image to begin with.", valueName: "image"))
    var image: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The file that grisaille direction fit wrote.", valueName: "file"))
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
            /// The reading of the attribute off the latent: the number, or the log odds of the second value.
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
            files: [strip].compactMap(\.self), folders: [output], inputs: [model.model, image, self.direction],
            force: global.force)
        let (direction, attribute) = try LatentDirection.read(self.direction)
        let model = try model.read()
        guard direction.step.count == model.configuration.latentCount else {
            throw CommandError.latents(
                path: self.direction,
                reason: "is a direction of \(direction.step.count) latents, but the model has "
                    + "\(model.configuration.latentCount): fit it with this model")
        }
        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        let latent = try SingleImage.latent(of: image, imageOptions, inference: inference, global: global)
        let amounts = amount.values
        let capacity = SheetRoom.capacity(for: model.configuration.imageSize)
        guard strip == nil || amounts.count <= capacity else {
            throw CommandError.usage("--strip shows up to \(capacity) images: give fewer steps, or leave it out")
        }
        let moved = amounts.map { direction.moved(latent, by: $0) }
        let frames = try inference.decode(Latents(dimension: latent.count, values: moved.flatMap(\.self)))
        let writer = ImageFolderWriter(folder: output, prefix: "amount", sheet: nil, global: global)
        try outputs.makeFolders(for: writer.paths(frames.count))
        if let strip {
            let shown = frames.map { $0.shown(through: model.configuration.shownLevels) }
            try ContactSheet.strip(shown).image.writePNG(to: strip)
        }
        try writer.write(frames, pool: pool)
        if let strip { global.wrote(strip) }
        let readings = moved.map { direction.reading($0) }
        if global.json {
            return try JSONOutput.print(
                Result(
                    attribute: attribute, folder: output, files: writer.paths(frames.count), strip: strip,
                    frames: zip(amounts, readings).map { .init(amount: $0, reading: $1) }))
        }
        let name = direction.values.map { "log odds of \($0[1])" } ?? attribute
        for (amount, reading) in zip(amounts, readings) {
            Console.result("amount \(Text.fixed(amount, 2)): \(name) \(Text.fixed(reading, 3))")
        }
    }
}
