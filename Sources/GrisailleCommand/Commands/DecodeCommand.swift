import ArgumentParser
import Grisaille

/// `grisaille decode`: makes images of latents.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Turn latents into images.",
        discussion: """
            Reads an .npy array of the latents of N images, [N, latents], such as
            `grisaille encode` or NumPy writes, and writes image-00000.png,
            image-00001.png, …

            EXAMPLES
              grisaille decode latents.npy --model model.safetensors --output decoded
              grisaille decode latents.npy --model model.safetensors --output drawn \\
                --noise draw --sheet drawn.png
            """)

    @Argument(help: ArgumentHelp("The latents of N images, an .npy array [N, latents].", valueName: "latents.npy"))
    var latents: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write the images to.", valueName: "folder"))
    var output: String

    @OptionGroup var appearance: AppearanceOption

    @Option(help: ArgumentHelp("Also write all images as one picture.", valueName: "file"))
    var sheet: String?

    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        var images: Int
        var folder: String
        var files: [String]
        var sheet: String?
    }

    func run() throws {
        let outputs = try Outputs(
            files: [sheet].compactMap(\.self), folders: [output], inputs: [model.model, latents], force: global.force)
        let model = try model.read()
        let latents = try LatentFile.read(latents, for: model)
        let writer = ImageFolderWriter(folder: output, prefix: "image", sheet: sheet, global: global)
        try outputs.makeFolders(for: writer.paths(latents.count))
        try writer.write(
            latents, inference: Inference(model, pool: global.makePool()),
            appearance: appearance.appearance(seed: global.seed))
        guard global.json else { return }
        try JSONOutput.print(
            Result(images: latents.count, folder: output, files: writer.paths(latents.count), sheet: sheet))
    }
}
