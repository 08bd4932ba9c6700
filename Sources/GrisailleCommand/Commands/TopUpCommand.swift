import ArgumentParser
import Grisaille

/// `grisaille top-up`: makes the images that a folder's small classes lack.
struct TopUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top-up",
        abstract: "Make just the images that a folder's small classes lack.",
        discussion: """
            Counts the images of each class and makes as many new ones as bring all classes
            to the size of the largest, each in a sub-folder. The folder itself stays as it
            is. A model that was trained with --conditional draws each class as such. For
            other groups, --by names a column of a table: images are then drawn until
            enough look like each group to a classifier of the folder's latents. The result
            tells how often the classifier is right on held-out images.

            EXAMPLES
              grisaille top-up images --model classes.safetensors --output added --to 32
              grisaille top-up images --model classes.safetensors --output varied-added \\
                --to 31 --diversity 0.5 --pool 60
            """)

    @Argument(
        help: ArgumentHelp(
            "A folder of PNGs, or an .npy array of N images, [N, height, width], with --labels.", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write the new images to.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Make the groups of a table's column equal, instead of the classes.", valueName: "file.csv:column"))
    var by: LabelOption?

    @Option(
        help: ArgumentHelp("Images to bring each class to. (default: those of the largest)", valueName: "n"))
    var to: Int?

    @Flag(help: "Refuse images that are too near to one of the folder's, as sample --novelty does.")
    var novel = false

    @OptionGroup var diversity: DiversityOptions
    @OptionGroup var transport: TransportOptions
    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var classLabels: ClassLabelOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let to, !(1...10_000_000).contains(to) { throw ValidationError("--to must be within 1...10000000.") }
    }

    private struct Result: Encodable {
        struct Group: Encodable {
            var name: String
            var found: Int
            var made: Int
        }

        var folder: String
        var files: [String] = []
        var groups: [Group]
        var classifierAccuracy: Double?
        var sampling: StepsReport?
        var table: String?
        var diversity: DiversityReport?
        var novelty: NoveltyReport?

        /// - Parameter made: The number of new images of each group.
        init(folder: String, groups: ImageGroups, made: [Int]) {
            self.folder = folder
            self.groups = zip(groups.names, zip(groups.counts, made)).map {
                Group(name: $0, found: $1.0, made: $1.1)
            }
        }
    }

    func run() throws {
        let outputs = try Outputs(
            folders: [output], inputs: [model.model, images, by?.path].compactMap(\.self) + classLabels.paths,
            force: global.force)
        let model = try model.read()
        let transport = try transport.sampleTransport(for: model)
        let dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        let groups = try groups(of: dataset)
        let missing = groups.missing(to: to)
        var result = Result(folder: output, groups: groups, made: missing)
        guard missing.contains(where: { $0 > 0 }) else {
            try outputs.makeFolders()
            return try show(result, nil)
        }
        let inference = Inference(model, pool: global.makePool())
        var request = try SampleRequest(
            toppingUp: groups, missing: missing, inference: inference, seed: global.seed,
            diversity: diversity.sampleDiversity)
        request.transport = transport
        if novel { request.novelty = try NoveltyFilter.make(dataset, inference: inference, global: global) }
        let order = zip(groups.names, missing).flatMap { [String](repeating: $0, count: $1) }
        let writer = ImageFolderWriter(
            folder: output, prefix: "top-up", sheet: nil, places: places(of: order), global: global)
        try outputs.makeFolders(for: writer.paths(order.count) + [SampleReport.tablePath(in: output)])
        let made = try SampleReport(request, sampler: ImageSampler(inference), global: global)
        result.table = try made.write(with: writer, inference: inference, appearance: .mean)
        result.files = writer.paths(order.count)
        result.classifierAccuracy = request.sorter?.heldOutAccuracy
        result.sampling = StepsReport(transport, of: model.prior)
        result.diversity = made.diversity
        result.novelty = made.novelty
        try show(result, made)
    }

    /// The groups to make equal.
    ///
    /// - Throws: `CommandError`, which names the folder or the table's column.
    private func groups(of images: ImageDataset) throws -> ImageGroups {
        do {
            let groups =
                try by.map { try ImageGroups(images, values: $0.column(for: images).groups) }
                ?? ImageGroups(classesOf: images)
            _ = try ClassNames.folders(of: groups.names)
            return groups
        } catch let error as SamplingError {
            guard let by else { throw CommandError.noGroups(path: images.path) }
            throw CommandError.attribute(path: by.path, column: by.column, reason: "\(error)")
        }
    }

    /// The folder of every sample, which is that of its group, and the sample's number there.
    private func places(of groups: [String]) -> [(folder: String?, number: Int)] {
        var numbers: [String: Int] = [:]
        return groups.map { group in
            defer { numbers[group, default: 0] += 1 }
            return (group, numbers[group, default: 0])
        }
    }

    /// - Parameter made: The new images, if any were made.
    private func show(_ result: Result, _ made: SampleReport?) throws {
        guard !global.json else { return try JSONOutput.print(result) }
        for group in result.groups {
            Console.result("\(group.name): \(Text.count(group.found, "image")) and \(Text.grouped(group.made)) new")
        }
        if let accuracy = result.classifierAccuracy {
            Console.result(
                "the groups are told by a classifier that is right on \(Text.fixed(accuracy, 3)) of images held out")
        }
        made?.show()
    }
}
