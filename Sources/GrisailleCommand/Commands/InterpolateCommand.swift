import ArgumentParser
import Grisaille

extension PathKind: ExpressibleByArgument {}
extension PathSpacing: ExpressibleByArgument {}

/// `grisaille interpolate`: makes the frames between images.
struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Interpolate between images through the latent space.",
        discussion: """
            The ends of the path are posterior means, so the first and last frame are
            reconstructions of the images; --exact-ends makes them the images themselves.
            Writes frame-00000.png, frame-00001.png, …, their latents as latents.npy,
            frames.csv with the log density and the step of each frame, and on request all
            frames in one row or as an animated PNG that browsers play. Frames are spaced
            by the change of the images.

            --path flow goes through the noise from which a flow prior draws latents, so
            every frame is one that the model might draw; its ends are reconstructions as
            far as --sampling-steps allows. geodesic is the path on which the image changes
            least; density goes through latents where the prior is dense.

            More than two images make a tour. --grid makes a square between four.

            EXAMPLES
              grisaille interpolate a.png b.png --model model.safetensors --output frames
              grisaille interpolate a.png b.png --model model.safetensors --output walk \\
                --steps 24 --path spherical --strip strip.png --animation walk.png
              grisaille interpolate a.png b.png --model model.safetensors --output flow \\
                --path flow --exact-ends --nearest images
              grisaille interpolate a.png b.png a.png --model model.safetensors \\
                --output tour --steps 6 --loop --animation tour.png
              grisaille interpolate a.png b.png b.png a.png --model model.safetensors \\
                --output grid --grid 5 --strip grid.png
            """)

    @Argument(help: ArgumentHelp("Two images or more, in the order of the path.", valueName: "image"))
    var images: [String]

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write the frames to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Frames from one image to the next, both included.", valueName: "n"))
    var steps = 10

    @Option(
        help: """
            A straight line, an arc that keeps the distance from the prior's centre (spherical), an arc through the noise of \
            a flow's or a ladder's prior (flow), the path on which the image changes least (geodesic) or one through latents \
            where the prior is dense (density). (default: flow for models with a flow prior, else linear)
            """)
    var path: PathKind?

    @Option(help: "The spacing of the frames: even steps of the image, or of the latent.")
    var spacing: PathSpacing = .image

    @Flag(help: "Return from the last image to the first.")
    var loop = false

    @Option(
        help: ArgumentHelp(
            "Frames per side of a square between four images, the upper two first; --strip shows it.", valueName: "n"))
    var grid: Int?

    @Flag(help: "Begin and end with the images themselves: the differences from their reconstructions fade in between.")
    var exactEnds = false

    @Option(help: ArgumentHelp("Find the nearest image of this folder for each frame.", valueName: "images"))
    var nearest: String?

    @Option(
        help: ArgumentHelp(
            """
            The classes of the images in their order, or one for all, for --path flow and density: the frames go from one \
            class to the other. (default: any)
            """, valueName: "name,name"))
    var classes: String?

    @Option(
        help: ArgumentHelp(
            """
            For --path flow of a ladder: the number of groups of latents, from the coarsest, that follow the path; the \
            prior draws the finer ones, given the coarser. (default: all)
            """, valueName: "n"))
    var followGroups: Int?

    @OptionGroup var transport: TransportOptions

    @Option(help: ArgumentHelp("Also write all frames in one row, or a grid's in a square.", valueName: "file"))
    var strip: String?

    @Option(help: ArgumentHelp("Also write an animated PNG.", valueName: "file"))
    var animation: String?

    @Option(help: ArgumentHelp("The animation's speed.", valueName: "x"))
    var framesPerSecond = 12.0

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard images.count >= 2 else { throw ValidationError("Name two images or more.") }
        guard (2...10_000).contains(steps) else { throw ValidationError("--steps must be within 2...10000.") }
        guard (0.001...1000).contains(framesPerSecond) else {
            throw ValidationError("--frames-per-second must be within 0.001...1000.")
        }
        if let grid {
            guard (2...100).contains(grid) else { throw ValidationError("--grid must be within 2...100.") }
            guard images.count == 4 else { throw ValidationError("--grid takes four images.") }
            guard animation == nil, !loop, !exactEnds else {
                throw ValidationError("--animation, --loop and --exact-ends have no place in a --grid.")
            }
        }
        if let path, path != .flow, transport.isGiven || followGroups != nil {
            throw ValidationError(
                "--follow-groups, --sampling-steps, --solver and --guidance belong to --path flow.")
        }
        if let path, ![.flow, .density].contains(path), classes != nil {
            throw ValidationError("--classes belongs to --path flow and --path density.")
        }
        if let classes, ![1, images.count].contains(classes.split(separator: ",").count) {
            throw ValidationError("--classes takes a name for each image, as in hand,head, or one for all.")
        }
    }

    private struct Result: Encodable {
        var frames: Int
        var path: String
        var folder: String
        var files: [String]
        var latents: String
        var table: String
        var strip: String?
        var animation: String?
        var report: PathReport
    }

    func run() throws {
        let outputs = try Outputs(
            files: [strip, animation].compactMap(\.self), folders: [output],
            inputs: [model.model] + Array(Set(images)) + [nearest].compactMap(\.self), force: global.force)
        let model = try model.read()
        let options = try options(for: model)
        let frameCount = options.frameCount(images: images.count)
        let capacity = SheetRoom.capacity(for: model.configuration.imageSize)
        guard strip == nil || frameCount <= capacity else {
            throw CommandError.usage("--strip shows up to \(capacity) frames: give fewer --steps, or leave it out")
        }
        let pool = global.makePool()
        let known = try nearest.map { try imageOptions.read($0, for: model, global: global) }
        let stops = try zip(images, imageOptions.read(images, for: model, global: global)).map { file, image in
            guard image.count == 1 else { throw CommandError.notOneImage(path: file, count: image.count) }
            return image.image(at: 0)
        }
        var progress = StagedProgress(isQuiet: global.quiet)
        defer { progress.end() }
        let name = (options.path ?? PathKind(defaultFor: model)).rawValue
        let interpolation = try Interpolation(
            between: stops, inference: Inference(model, pool: pool), options: options
        ) {
            try progress.show("looking for the \(name) path", share: $0)
        }
        let frames = interpolation.frames
        let nearest = try known.map { known in
            try NearestImages(known, pool: pool).nearest(to: frames, pool: pool) {
                try progress.show("looking for the nearest images", share: $0)
            }.map { (known.names[$0.index], $0.distance) }
        }
        let report = try PathReport(interpolation, nearest: nearest)
        progress.end()
        let latentsPath = FilePath.join(output, "latents.npy")
        let tablePath = FilePath.join(output, "frames.csv")
        let writer = ImageFolderWriter(folder: output, prefix: "frame", sheet: nil, global: global)
        try outputs.makeFolders(for: writer.paths(frames.count) + [latentsPath, tablePath])
        try LatentFile.write(interpolation.latents, to: latentsPath)
        try AtomicFile.write(Array(report.table.utf8), to: tablePath)
        try writePictures(frames, shownThrough: model.configuration.shownLevels)
        try writer.write(frames, pool: pool)
        for path in [latentsPath, tablePath, strip, animation].compactMap(\.self) { global.wrote(path) }
        guard global.json else { return report.show() }
        try JSONOutput.print(
            Result(
                frames: frames.count, path: name, folder: output, files: writer.paths(frames.count),
                latents: latentsPath, table: tablePath, strip: strip, animation: animation, report: report))
    }

    private func options(for model: Model) throws -> InterpolationOptions {
        var options = InterpolationOptions()
        options.path = path
        options.shape = grid == nil ? loop ? .loop : .tour : .grid
        options.steps = grid ?? steps
        options.spacing = spacing
        options.hasExactEnds = exactEnds
        options.classes = try stopClasses(in: model)
        options.followedGroups = followGroups
        options.transport = try transport.transport(for: model, default: options.transport)
        options.seed = global.seed
        return options
    }

    /// The classes of the images, as indices into the prior's; empty if none are named.
    private func stopClasses(in model: Model) throws -> [Int?] {
        let named = try (classes ?? "").split(separator: ",").map {
            try ClassNames.classIndex(named: String($0), in: model, option: "--classes")
        }
        return named.count == 1 ? images.map { _ in named[0] } : named
    }

    private func writePictures(_ frames: [GreyImage], shownThrough window: LevelWindow?) throws {
        guard strip != nil || animation != nil else { return }
        let frames = frames.map { $0.shown(through: window) }
        if let strip { try ContactSheet(images: frames, columns: grid ?? frames.count).image.writePNG(to: strip) }
        guard let animation else { return }
        // Forward and backward, with each end shown once, so that it plays in a loop without a jump.
        let played = loop ? frames : frames + frames.dropFirst().dropLast().reversed()
        try AnimatedPNG(frames: played, framesPerSecond: framesPerSecond).write(to: animation)
    }
}
