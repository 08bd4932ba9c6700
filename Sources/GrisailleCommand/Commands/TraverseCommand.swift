import ArgumentParser
import Grisaille

/// `grisaille traverse`: shows what each latent dimension, or principal component, changes.
struct TraverseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "traverse",
        abstract: "Show what each dimension of the latent changes about an image.",
        discussion: """
            Writes a sheet with a row for each dimension; those that change the image most
            come first. The dimension goes through its range under the prior, from low to
            high, and the others stay those of the image. For a ladder only the coarser
            groups are shown.

            With --components the rows are the principal components of a folder's latents,
            those of maximum variance first. In a latent map, such as that of residual
            networks, a dimension is one place of the image, and a component a trait of the
            whole.

            EXAMPLES
              grisaille traverse a.png --model model.safetensors --output sweeps.png
              grisaille traverse a.png --model model.safetensors --output traits.png \\
                --components images
              grisaille traverse a.png --model model.safetensors --output wider.png \\
                --dimensions 20 --steps 7 --reach 2
            """)

    @Argument(help: ArgumentHelp("The image to begin with.", valueName: "image"))
    var image: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The sheet to write (.png).", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp("Show the principal components of these images' latents instead.", valueName: "images"))
    var components: String?

    @Option(help: ArgumentHelp("The number of dimensions or components to show.", valueName: "n"))
    var dimensions = 12

    @Option(help: ArgumentHelp("The number of values of each.", valueName: "n"))
    var steps = 9

    @Option(help: ArgumentHelp("The range, in standard deviations to both sides of the mean.", valueName: "x"))
    var reach = 2.5

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...1000).contains(dimensions) else { throw ValidationError("--dimensions must be within 1...1000.") }
        guard (2...100).contains(steps) else { throw ValidationError("--steps must be within 2...100.") }
        guard reach > 0, reach <= 100 else { throw ValidationError("--reach must be above 0 and at most 100.") }
    }

    private struct Result: Encodable {
        struct Row: Encodable {
            var dimension: Int?
            var component: Int?
            var varianceShare: Double?
            var changeGreyLevels: Double
            var values: [Float]
        }

        var sheet: String
        var rows: [Row]
    }

    func run() throws {
        let inputs = [model.model, image] + [components].compactMap(\.self)
        let outputs = try Outputs(files: [output], inputs: inputs, force: global.force)
        let model = try model.read()
        let inference = Inference(model, pool: global.makePool())
        let latent = try SingleImage.latent(of: image, imageOptions, inference: inference, global: global)
        let traversal = try LatentTraversal(
            of: latent, along: try axes(inference), inference: inference,
            options: TraversalOptions(reach: reach, limit: dimensions, steps: steps, seed: global.seed))
        let shown = min(traversal.sweeps.count, SheetRoom.capacity(for: model.configuration.imageSize) / steps)
        guard shown == traversal.sweeps.count else {
            throw CommandError.usage("a sheet has room for \(shown) rows of \(steps) steps: give fewer")
        }
        try outputs.makeFolders()
        let images = try inference.decode(traversal.latents).map { $0.shown(through: model.configuration.shownLevels) }
        try ContactSheet(images: images, columns: steps).image.writePNG(to: output)
        global.wrote(output)
        guard !global.json else {
            return try JSONOutput.print(
                Result(
                    sheet: output,
                    rows: traversal.sweeps.map { sweep in
                        .init(
                            dimension: components.map { _ in nil } ?? sweep.index,
                            component: components.map { _ in sweep.index }, varianceShare: sweep.varianceShare,
                            changeGreyLevels: sweep.change, values: sweep.values)
                    }))
        }
        Console.result(
            components == nil
                ? "row  dimension  change in grey levels" : "row  component  of the variance  change in grey levels")
        for (row, sweep) in traversal.sweeps.enumerated() {
            let share = sweep.varianceShare.map { Text.padded(Text.fixed(100 * $0, 1) + " %", 17, right: true) }
            Console.result(
                Text.padded("\(row + 1)", 3, right: true) + Text.padded("\(sweep.index)", 11, right: true)
                    + (share ?? "") + Text.padded(Text.fixed(sweep.change, 2), 23, right: true))
        }
    }

    private func axes(_ inference: Inference) throws -> LatentTraversal.Axes {
        guard let components else { return .dimensions }
        let model = inference.model
        let dataset = try imageOptions.read(components, for: model, global: global)
        let latents = try inference.posteriors(of: dataset, seed: global.seed).means
        guard (1..<latents.count).contains(where: { latents[$0] != latents[0] }) else {
            throw CommandError.latents(
                path: components, reason: "the images' latents are all alike: components need images that differ")
        }
        try PrincipalComponents.requireMemory(dimension: model.configuration.comparedLatents)
        return .components(of: latents)
    }
}
