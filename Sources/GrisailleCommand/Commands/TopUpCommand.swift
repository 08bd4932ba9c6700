import ArgumentParser
import Grisaille

/// `grisaille top-up`: the images that a folder's small classes lack.
struct TopUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top-up",
        abstract: "Make just the images that a folder's small classes lack.",
        discussion: """
            Counts the images of each class and makes as many new ones as bring all classes
            to the size of the largest, in a sub-folder each; the folder itself is left
            alone. A model that was trained with --conditional makes each class's images
            as such. For other groups, --by names a column of a table: then images are drawn
            until there are enough that look like each group, as a classifier of the
            folder's latents tells them; it says how well it does on images held out.

            EXAMPLES
              grisaille top-up images --model classes.safetensors --output added --to 32
              grisaille top-up images --model classes.safetensors --output varied-added \\
                --to 31 --diversity 0.5 --pool 60
            """)

    @Argument(help: ArgumentHelp("A folder of PNGs, or an .npy array [N, H, W] with --labels.", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write the new images to.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Make groups equal that a column of a table tells, in place of the classes.", valueName: "file.csv:column"))
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
        var files: [String]
        var groups: [Group]
        var classifierAccuracy: Double?
        var table: String?
        var diversity: DiversityReport?
        var novelty: NoveltyCheck.Report?
    }

    func run() throws {
        let outputs = try Outputs(
            folders: [output], inputs: [model.model, images, by?.path].compactMap(\.self) + classLabels.paths,
            force: global.force)
        let model = try model.read()
        let transport = try transport.transport(for: model, default: .samples(of: model))
        let dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        let groups = try ImageGroups(dataset, by: by)
        let missing = groups.missing(to: to)
        guard missing.contains(where: { $0 > 0 }) else {
            try outputs.makeFolders()
            return try report(groups, missing, nil)
        }
        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        // The model makes classes that it knows as such; of other groups it is looked for what looks like them.
        let knowsGroups = by == nil && Set(groups.names).isSubset(of: model.prior.classNames)
        let sorter = knowsGroups ? nil : try groups.sorter(of: dataset, inference: inference, seed: global.seed)
        let names = sorter?.names ?? model.prior.classNames
        let weights = Dictionary(zip(groups.names, missing.map(Double.init)), uniquingKeysWith: +)
        var maker = SampleMaker(
            source: CandidateSource(
                model: model, inference: inference, pool: pool,
                classes: try SampledClasses(model, only: nil, weights: knowsGroups ? weights : nil),
                transport: transport, sorter: sorter,
                novelty: novel
                    ? try NoveltyCheck(dataset, model: model, inference: inference, pool: pool, global: global) : nil,
                global: global),
            diversity: diversity)
        let order = zip(groups.names, missing).flatMap { [String](repeating: $0, count: $1) }
        let writer = ImageFolderWriter(
            folder: output, prefix: "top-up", sheet: nil, places: places(of: order), global: global)
        try outputs.makeFolders(for: writer.paths(order.count) + [MadeSamples.tablePath(in: output)])
        let kinds = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        let made = try maker.make(.kinds(order.map { kinds[$0]! }))
        let table = try made.write(with: writer, inference: inference, appearance: .mean)
        try report(
            groups, missing, made, files: writer.paths(order.count), accuracy: sorter?.classifier.heldOutAccuracy,
            table: table)
    }

    /// Of samples of some groups: each group's folder, and the number there.
    private func places(of groups: [String]) -> [(folder: String?, number: Int)] {
        var numbers: [String: Int] = [:]
        return groups.map { group in
            defer { numbers[group, default: 0] += 1 }
            return (group, numbers[group, default: 0])
        }
    }

    private func report(
        _ groups: ImageGroups, _ missing: [Int], _ made: MadeSamples?, files: [String] = [], accuracy: Double? = nil,
        table: String? = nil
    ) throws {
        guard !global.json else {
            return try JSONOutput.print(
                Result(
                    folder: output, files: files,
                    groups: zip(groups.names, zip(groups.counts, missing)).map {
                        .init(name: $0, found: $1.0, made: $1.1)
                    },
                    classifierAccuracy: accuracy, table: table, diversity: made?.diversity,
                    novelty: made?.novelty?.report))
        }
        for (name, (found, missing)) in zip(groups.names, zip(groups.counts, missing)) {
            Console.result("\(name): \(Text.count(found, "image")) and \(Text.grouped(missing)) new")
        }
        if let accuracy {
            Console.result(
                "the groups are told by a classifier that is right on \(Text.fixed(accuracy, 3)) of images held out")
        }
        made?.show()
    }
}
