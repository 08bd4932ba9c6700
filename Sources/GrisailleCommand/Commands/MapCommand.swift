import ArgumentParser
import Grisaille

extension MapMethod: ExpressibleByArgument {}

/// `grisaille map`: draws a folder's images where their latents lie in two dimensions.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Draw a folder's images where their latents lie, in two dimensions.",
        discussion: """
            Writes a picture of the images as thumbnails, and beside it a table of their
            places (NAME.csv: file,class,x,y). t-SNE puts neighbours beside each other;
            distances between far images mean little. PCA shows the two directions of
            maximum variance, and tells how much of the variance they hold.

            EXAMPLES
              grisaille map images --model model.safetensors --output map.png
              grisaille map images --model model.safetensors --output pca.png --method pca
            """)

    @Argument(
        help: ArgumentHelp("A folder of PNGs, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The picture to write (.png).", valueName: "file"))
    var output: String

    @Option(help: "How latents are mapped to two dimensions. (default: tsne for up to 5,000 images, else pca)")
    var method: MapMethod?

    @Option(help: ArgumentHelp("The approximate number of neighbours per image for t-SNE.", valueName: "n"))
    var perplexity = 30.0

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var classLabels: ClassLabelOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard perplexity >= 1, perplexity <= 1000 else {
            throw ValidationError("--perplexity must be within 1...1000.")
        }
    }

    private struct Result: Encodable {
        var map: String
        var table: String
        var images: Int
        var method: String
        var varianceShare: Double?
    }

    func run() throws {
        let table = FilePath.withoutExtension(output) + ".csv"
        let outputs = try Outputs(
            files: [output, table], inputs: [model.model, images] + classLabels.paths, force: global.force)
        let model = try model.read()
        let dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        let method = method ?? MapMethod(defaultFor: dataset.count)
        guard method == .pca || dataset.count <= NeighbourMap.maximumItems else {
            throw CommandError.usage(
                "--method tsne maps up to \(Text.grouped(NeighbourMap.maximumItems)) images, and these are "
                    + "\(Text.grouped(dataset.count)): choose --method pca")
        }
        let pool = global.makePool()
        let latents = try Inference(model, pool: pool).posteriors(of: dataset, seed: global.seed).means
            .firstColumns(model.configuration.comparedLatents)
        var progress = StagedProgress(isQuiet: global.quiet)
        defer { progress.end() }
        let mapping = try LatentMapping(latents, method: method, perplexity: perplexity, pool: pool) {
            try progress.show("mapping", share: $0)
        }
        progress.end()
        let (points, share) = (mapping.points, mapping.varianceShare)
        let map = ThumbnailMap(points, bitDepth: dataset.bitDepth) {
            dataset.image(at: $0).shown(through: model.configuration.shownLevels)
        }
        try outputs.makeFolders()
        try map.image.writePNG(to: output)
        try AtomicFile.write(Array(text(points, of: dataset).utf8), to: table)
        for path in [output, table] { global.wrote(path) }
        if points.count > 1, Set(points).count == 1 {
            Console.warning(
                "\(images): the model's latents of these images are all alike, so that all lie at one place of the map")
        }
        if global.json {
            return try JSONOutput.print(
                Result(
                    map: output, table: table, images: dataset.count, method: method.rawValue, varianceShare: share))
        }
        if let share {
            Console.result("the two directions hold \(Text.fixed(100 * share, 1)) % of the latents' variance")
        }
        if map.shownCount < dataset.count {
            global.note("the map shows \(Text.grouped(map.shownCount)) of \(Text.grouped(dataset.count)) images")
        }
    }

    private func text(_ points: [MapPoint], of dataset: ImageDataset) -> String {
        var text = "file,class,x,y\n"
        for (index, point) in points.enumerated() {
            let className = dataset.labels.isEmpty ? "" : dataset.classNames[dataset.labels[index]]
            text +=
                "\(TableCell.written(dataset.names[index])),\(TableCell.written(className)),\(Text.fixed(point.x, 4)),"
                + "\(Text.fixed(point.y, 4))\n"
        }
        return text
    }
}
