import ArgumentParser
import Grisaille

extension InterpolationPath: ExpressibleByArgument {}

/// `grisaille interpolate`: the way from one image to another.
struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Walk through the latent space from one image to another.",
        discussion: """
            Both ends are posterior means, so the first and last frame are the images'
            reconstructions. Writes frame-00000.png, frame-00001.png, …, their latents as
            latents.npy and, on request, all frames in one row or as an animated PNG that
            browsers play forwards and back.

            EXAMPLES
              grisaille interpolate a.png b.png --model model.safetensors --output frames
              grisaille interpolate a.png b.png --model model.safetensors --output walk \\
                --steps 24 --path spherical --strip strip.png --animation walk.png
            """)

    @Argument(help: ArgumentHelp("The image to begin with.", valueName: "a.png"))
    var first: String

    @Argument(help: ArgumentHelp("The image to end with.", valueName: "b.png"))
    var second: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write the frames to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Frames, both ends among them.", valueName: "n"))
    var steps = 10

    @Option(help: "A straight line, or an arc that keeps the distance from the prior's centre.")
    var path: InterpolationPath = .linear

    @Option(help: ArgumentHelp("Also write all frames in one row.", valueName: "file"))
    var strip: String?

    @Option(help: ArgumentHelp("Also write an animated PNG.", valueName: "file"))
    var animation: String?

    @Option(help: ArgumentHelp("The animation's speed.", valueName: "x"))
    var framesPerSecond = 12.0

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (2...10_000).contains(steps) else { throw ValidationError("--steps must be within 2...10000.") }
        guard (0.001...1000).contains(framesPerSecond) else {
            throw ValidationError("--frames-per-second must be within 0.001...1000.")
        }
    }

    private struct Result: Encodable {
        var frames: Int
        var path: String
        var folder: String
        var latents: String
        var strip: String?
        var animation: String?
    }

    func run() throws {
        let outputs = try Outputs(
            files: [strip, animation].compactMap(\.self), folders: [output], inputs: [model.model, first, second],
            force: global.force)
        let model = try model.read()
        let capacity = SheetRoom.capacity(for: model.configuration.imageSize)
        guard strip == nil || steps <= capacity else {
            throw CommandError.usage("--strip shows up to \(capacity) frames: give fewer --steps, or leave it out")
        }
        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        let ends = try [first, second].map { file in
            let image = try imageOptions.read(file, for: model, global: global)
            guard image.count == 1 else { throw CommandError.notOneImage(path: file, count: image.count) }
            return inference.posteriors(of: image, seed: global.seed).means
        }
        let latents = path.points(from: ends[0][0], to: ends[1][0], steps: steps)
        try outputs.makeFolders()
        let latentsPath = FilePath.join(output, "latents.npy")
        try LatentFile.write(latents, to: latentsPath)
        let frames = inference.decode(latents)
        try writePictures(frames)
        try ImageFolderWriter(folder: output, prefix: "frame", sheet: nil, global: global).write(frames, pool: pool)
        for path in [latentsPath, strip, animation].compactMap(\.self) { global.wrote(path) }
        if global.json {
            try JSONOutput.print(
                Result(
                    frames: steps, path: path.rawValue, folder: output, latents: latentsPath, strip: strip,
                    animation: animation))
        }
    }

    private func writePictures(_ frames: [GreyImage]) throws {
        if let strip { try ContactSheet.strip(frames).image.writePNG(to: strip) }
        guard let animation else { return }
        // There and back again, the ends shown once, so that it plays in a loop without a jump.
        let loop = frames + frames.dropFirst().dropLast().reversed()
        try AnimatedPNG(frames: loop, framesPerSecond: framesPerSecond).write(to: animation)
    }
}
