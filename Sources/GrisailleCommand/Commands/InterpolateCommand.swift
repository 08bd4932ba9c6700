import ArgumentParser
import Grisaille

/// `grisaille interpolate`: the way from one image to another.
struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Walk through the latent space from one image to another.",
        discussion: """
            The ends are posterior means, so the first and last frame are the images'
            reconstructions; --exact-ends makes them the very images. Writes
            frame-00000.png, frame-00001.png, …, their latents as latents.npy, frames.csv
            with each frame's log density and step, and on request all frames in one row or
            as an animated PNG that browsers play. Frames are spaced by what changes in the
            images.

            --path flow goes through the noise that a flow prior draws latents from, so
            that every frame is one that the model might draw; its ends are reconstructions
            as far as --sampling-steps allows. geodesic is the way on which the image
            changes least, density one through where the prior is dense.

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

    @Argument(help: ArgumentHelp("Two images or more: the ends, and what lies on the way.", valueName: "image"))
    var images: [String]

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write the frames to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Frames from one image to the next, both among them.", valueName: "n"))
    var steps = 10

    @Option(
        help: """
            A straight line, an arc that keeps the distance from the prior's centre (spherical), an arc through the noise of \
            a flow's or a ladder's prior (flow), the way on which the image changes least (geodesic) or one through where \
            the prior is dense (density). (default: flow for models with a flow prior, else linear)
            """)
    var path: PathName?

    @Option(help: "How frames are spaced: by what changes in the images, or by the latents' way.")
    var spacing: PathSpacing = .image

    @Flag(help: "Come back from the last image to the first.")
    var loop = false

    @Option(
        help: ArgumentHelp(
            "Frames a side of a square between four images, the upper two first; --strip shows it.", valueName: "n"))
    var grid: Int?

    @Flag(help: "Begin and end with the images themselves: what they differ in from their reconstructions fades away.")
    var exactEnds = false

    @Option(help: ArgumentHelp("Tell how near each frame is to an image of this folder.", valueName: "images"))
    var nearest: String?

    @Option(
        help: ArgumentHelp(
            """
            The classes of the images in their order, or the one of all, for --path flow and density: the frames go from \
            the one to the other. (default: any)
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
        let frameCount = grid.map { $0 * $0 } ?? TourPlan.frames(images: images.count, steps: steps, loops: loop)
        let capacity = SheetRoom.capacity(for: model.configuration.imageSize)
        guard strip == nil || frameCount <= capacity else {
            throw CommandError.usage("--strip shows up to \(capacity) frames: give fewer --steps, or leave it out")
        }
        let pool = global.makePool()
        let name = path ?? PathName.usual(for: model)
        let maker = try PathMaker(
            name, model: model, transport: transport.transport(for: model, default: .thereAndBack),
            followed: followedDimensions(of: model), seed: global.seed, pool: pool)
        let inference = Inference(model, pool: pool)
        let known = try nearest.map { try imageOptions.read($0, for: model, global: global) }
        let stops = try zip(images, imageOptions.read(images, for: model, global: global)).map { file, image in
            guard image.count == 1 else { throw CommandError.notOneImage(path: file, count: image.count) }
            return image.image(at: 0)
        }
        let means = try inference.posteriors(of: ImageDataset(images: stops), seed: global.seed).means
        let plan = TourPlan(
            stops: means, classes: try stopClasses(in: model), steps: grid ?? steps, loops: loop, spacing: spacing,
            inference: inference)
        let (latents, measures) = try walk(plan, maker)
        var frames = try inference.decode(latents)
        if exactEnds { frames = plan.withExactEnds(frames, stops) }
        let latentsPath = FilePath.join(output, "latents.npy")
        let tablePath = FilePath.join(output, "frames.csv")
        let writer = ImageFolderWriter(folder: output, prefix: "frame", sheet: nil, global: global)
        try outputs.makeFolders(for: writer.paths(frames.count) + [latentsPath, tablePath])
        try LatentFile.write(latents, to: latentsPath)
        let report = try report(name, latents, measures, frames, plan, model, pool, known)
        try AtomicFile.write(Array(report.table.utf8), to: tablePath)
        try writePictures(frames, shownThrough: model.configuration.shownLevels)
        try writer.write(frames, pool: pool)
        for path in [latentsPath, tablePath, strip, animation].compactMap(\.self) { global.wrote(path) }
        guard global.json else { return report.show() }
        try JSONOutput.print(
            Result(
                frames: frames.count, path: name.rawValue, folder: output, files: writer.paths(frames.count),
                latents: latentsPath, table: tablePath,
                strip: strip, animation: animation, report: report))
    }

    private func walk(_ plan: TourPlan, _ maker: PathMaker) throws -> TourPlan.Walk {
        StopSignal.install()
        var progress = ProgressLine("looking for the \(maker.name.rawValue) path", isQuiet: global.quiet)
        defer { progress.end() }
        return try grid == nil
            ? plan.tour(maker) { try progress.showInterruptibly($0) }
            : plan.grid(maker) { try progress.showInterruptibly($0) }
    }

    /// Of every image, as an index into the prior's; nil for any.
    private func stopClasses(in model: Model) throws -> [Int?] {
        let named = try (classes ?? "").split(separator: ",").map {
            try ClassNames.classIndex(named: String($0), in: model, option: "--classes")
        }
        if named.count == 1 { return images.map { _ in named[0] } }
        return named.isEmpty ? images.map { _ in nil } : named
    }

    private func report(
        _ name: PathName, _ latents: Latents, _ measures: PathMeasures, _ frames: [GreyImage], _ plan: TourPlan,
        _ model: Model, _ pool: WorkerPool, _ known: ImageDataset?
    ) throws -> PathReport {
        let line = try PathMaker(
            .linear, model: model, transport: Transport(), followed: nil, seed: global.seed, pool: pool)
        let straight = try grid == nil ? plan.tour(line) : plan.grid(line)
        let densities = model.prior.logDensities(
            of: latents, classes: [Int?](repeating: nil, count: latents.count), transport: .densities,
            seed: global.seed, pool: pool)
        try model.requireFinite(densities)
        let nearest = try known.map { known in
            StopSignal.install()
            var progress = ProgressLine("looking for the nearest images", isQuiet: global.quiet)
            defer { progress.end() }
            return try NearestImages(known, pool: pool)
                .nearest(to: frames, pool: pool) { try progress.showInterruptibly($0) }
                .map { (known.names[$0.index], $0.distance) }
        }
        return PathReport(
            path: name, measures: measures, linear: straight.measures, imageSteps: PathMeasures(frames).steps,
            logDensities: densities, nearest: nearest)
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

    private func writePictures(_ frames: [GreyImage], shownThrough window: LevelWindow?) throws {
        guard strip != nil || animation != nil else { return }
        let frames = frames.map { $0.shown(through: window) }
        if let strip { try ContactSheet(images: frames, columns: grid ?? frames.count).image.writePNG(to: strip) }
        guard let animation else { return }
        // There and back again, the ends shown once, so that it plays in a loop without a jump.
        let played = loop ? frames : frames + frames.dropFirst().dropLast().reversed()
        try AnimatedPNG(frames: played, framesPerSecond: framesPerSecond).write(to: animation)
    }
}
