import ArgumentParser
import Grisaille

/// `grisaille interpolate`: the way from one image to another.
struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Walk through the latent space from one image to another.",
        discussion: """
            Both ends are posterior means, so the first and last frame are the images'
            reconstructions. Writes frame-00000.png, frame-00001.png, …, their latents as
            latents.npy and, on request, all frames in one row or as an animated PNG that
            browsers play forwards and back. --path flow goes through the noise that a
            flow prior draws latents from, so that every frame is one that the model
            might draw; its ends are reconstructions as far as --sampling-steps allows.

            EXAMPLES
              grisaille interpolate a.png b.png --model model.safetensors --output frames
              grisaille interpolate a.png b.png --model model.safetensors --output walk \\
                --steps 24 --path spherical --strip strip.png --animation walk.png
              grisaille interpolate a.png b.png --model model.safetensors --output flow \\
                --path flow
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

    enum Path: String, ExpressibleByArgument, CaseIterable {
        case linear, spherical, flow
    }

    @Option(
        help: """
            A straight line, an arc that keeps the distance from the prior's centre, or an arc through the noise of a \
            flow's or a ladder's prior.
            """)
    var path: Path = .linear

    @Option(
        help: ArgumentHelp(
            """
            The classes of both images, or the one of both, for --path flow: the frames go from the one to the \
            other. (default: any)
            """, valueName: "name,name"))
    var classes: String?

    @Option(
        help: ArgumentHelp(
            """
            Of a ladder, for --path flow: the groups of latents, from the coarsest, that go along the path; the finer \
            ones come from the prior, given the coarser. (default: all)
            """, valueName: "n"))
    var followGroups: Int?

    @OptionGroup var transport: TransportOptions

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
        if path != .flow, classes != nil || transport.isGiven || followGroups != nil {
            throw ValidationError(
                "--classes, --follow-groups, --sampling-steps, --solver and --guidance belong to --path flow.")
        }
        if let classes, !(1...2).contains(classes.split(separator: ",").count) {
            throw ValidationError("--classes takes two names, as in hand,head, or one for both images.")
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
        let points = try points(of: model, pool: pool)
        let inference = Inference(model, pool: pool)
        let ends = try [first, second].map { file in
            let image = try imageOptions.read(file, for: model, global: global)
            guard image.count == 1 else { throw CommandError.notOneImage(path: file, count: image.count) }
            return inference.posteriors(of: image, seed: global.seed).means
        }
        let latents = points(ends[0][0], ends[1][0])
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

    /// What makes the path's points of its ends, once the options are found to suit the model.
    private func points(
        of model: Model, pool: WorkerPool
    ) throws -> (ArraySlice<Float>, ArraySlice<Float>) -> Latents {
        switch path {
        case .linear: return { InterpolationPath.linear.points(from: $0, to: $1, steps: steps) }
        case .spherical: return { InterpolationPath.spherical.points(from: $0, to: $1, steps: steps) }
        case .flow:
            if case .standard = model.prior.configuration {
                throw CommandError.noFlowPrior(option: "--path flow")
            }
            let path = FlowPath(
                model.prior, transport: try transport.transport(for: model, default: .thereAndBack),
                followed: try followedDimensions(of: model), pool: pool)
            let ends = try (classes ?? "").split(separator: ",").map {
                try ClassNames.classIndex(named: String($0), in: model, option: "--classes")
            }
            return {
                path.points(from: $0, to: $1, classes: (start: ends.first, end: ends.last), steps: steps)
            }
        }
    }

    private func followedDimensions(of model: Model) throws -> Int? {
        guard let followGroups else { return nil }
        guard case .ladder(let shape) = model.configuration.architecture else {
            throw CommandError.usage("--follow-groups is a matter of ladders, and the model's latent is one group")
        }
        guard (1...shape.groupCount).contains(followGroups) else {
            throw CommandError.usage("--follow-groups must be within 1...\(shape.groupCount), the model's groups")
        }
        return shape.latentCount(ofGroups: followGroups, for: model.configuration.imageSize)
    }

    private func writePictures(_ frames: [GreyImage]) throws {
        if let strip { try ContactSheet.strip(frames).image.writePNG(to: strip) }
        guard let animation else { return }
        // There and back again, the ends shown once, so that it plays in a loop without a jump.
        let loop = frames + frames.dropFirst().dropLast().reversed()
        try AnimatedPNG(frames: loop, framesPerSecond: framesPerSecond).write(to: animation)
    }
}
