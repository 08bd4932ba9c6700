import ArgumentParser
import Grisaille

/// `grisaille map`: a folder's latents in two dimensions.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Draw a folder's images where their latents lie, in two dimensions.",
        discussion: """
            Writes a picture of the images as thumbnails, and beside it a table of where
            each lies (NAME.csv: file,class,x,y). t-SNE puts neighbours beside each other;
            distances between far ones mean little. PCA shows the two directions of the
            most variance, and says how much of it they hold.

            EXAMPLES
              grisaille map images --model model.safetensors --output map.png
              grisaille map images --model model.safetensors --output pca.png --method pca
            """)

    enum Method: String, ExpressibleByArgument, CaseIterable {
        case tsne, pca
    }

    @Argument(help: ArgumentHelp("A folder of PNGs, or an .npy array [N, H, W].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The picture to write (.png).", valueName: "file"))
    var output: String

    @Option(help: "How two dimensions are made of many. (default: tsne for up to 5,000 images, else pca)")
    var method: Method?

    @Option(help: ArgumentHelp("About how many neighbours an image has for t-SNE.", valueName: "n"))
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

    /// Components that t-SNE measures distances by.
    private static let components = 50

    func run() throws {
        let table = FilePath.withoutExtension(output) + ".csv"
        let outputs = try Outputs(
            files: [output, table], inputs: [model.model, images] + classLabels.paths, force: global.force)
        let model = try model.read()
        let dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        let method = method ?? (dataset.count <= NeighbourMap.mostItems ? .tsne : .pca)
        guard method == .pca || dataset.count <= NeighbourMap.mostItems else {
            throw CommandError.usage(
                "--method tsne maps up to \(Text.grouped(NeighbourMap.mostItems)) images, and these are "
                    + "\(Text.grouped(dataset.count)): choose --method pca")
        }
        let pool = global.makePool()
        let latents = try Inference(model, pool: pool).posteriors(of: dataset, seed: global.seed).means
            .firstColumns(model.configuration.comparedLatents)
        let (points, share) = try points(of: latents, method, pool)
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

    private func points(of latents: Latents, _ method: Method, _ pool: WorkerPool) throws -> ([MapPoint], Double?) {
        try PrincipalComponents.requireMemory(dimension: latents.dimension)
        let components = PrincipalComponents(latents, limit: method == .pca ? .max : Self.components)
        let coordinates = components.coordinates(of: latents)
        switch method {
        case .pca:
            let total = components.variances.reduce(0, +)
            return (
                coordinates.map { MapPoint(x: $0.first ?? 0, y: $0.count > 1 ? $0[1] : 0) },
                total > 0 ? components.variances.prefix(2).reduce(0, +) / total : nil
            )
        case .tsne:
            // Affinities of all pairs, as rows and then as a matrix.
            try Memory.require(
                8 * Double(latents.count) * Double(latents.count), for: "a map of \(latents.count) images",
                remedy: "give fewer images, or choose --method pca")
            StopSignal.install()
            var progress = ProgressLine("mapping", isQuiet: global.quiet)
            defer { progress.end() }
            let map = try NeighbourMap(coordinates, perplexity: perplexity, pool: pool) {
                try progress.showInterruptibly($0)
            }
            return (map.points, nil)
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
