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
        if by != nil, diversity.weight > 0 {
            throw ValidationError("--diversity and --by don't go together: leave one of them out.")
        }
    }

    private struct Result: Encodable {
        struct Group: Encodable {
            var name: String
            var found: Int
            var made: Int
        }

        var folder: String
        var groups: [Group]
        var classifierAccuracy: Double?
        var table: String?
        var diversity: DiversityReport?
        var novelty: NoveltyCheck.Report?
    }

    func run() throws {
        let outputs = try Outputs(
            folders: [output], inputs: [model.model, images, by?.path].compactMap(\.self), force: global.force)
        let model = try model.read()
        let transport = try transport.transport(for: model, default: .samples(of: model))
        let dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        let groups = try ImageGroups(dataset, by: by)
        let missing = groups.missing(to: to)
        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        try outputs.makeFolders()
        let total = missing.reduce(0, +)
        guard total > 0 else {
            try report(groups, missing, MadeSamples(latents: nil, candidates: [], classes: [], novelty: nil), nil, nil)
            return
        }
        let check =
            novel
            ? try NoveltyCheck(dataset, model: model, inference: inference, pool: pool, global: global) : nil
        for (name, count) in zip(groups.names, missing) where count > 0 {
            try Folder.create(FilePath.join(output, name))
        }
        var weights: [String: Double]?
        if by == nil, groups.names.allSatisfy(model.prior.classNames.contains) {
            weights = Dictionary(uniqueKeysWithValues: zip(groups.names, missing.map(Double.init)))
        }
        var maker = SampleMaker(
            model: model, inference: inference, pool: pool,
            classes: try SampledClasses(model, only: nil, weights: weights), transport: transport, temperature: 1,
            diversity: diversity, keepsShares: true, novelty: check, global: global)
        let made: MadeSamples
        var accuracy: Double?
        var kinds: [String]
        if weights != nil {
            made = try maker.make(total)
            let names = model.prior.classNames
            kinds = made.classes.map { names[$0!] }
        } else {
            guard diversity.weight == 0 else { throw CommandError.notConditional(option: "--diversity in top-up") }
            let classifier = groups.classifier(of: dataset, inference: inference, seed: global.seed)
            accuracy = classifier.heldOutAccuracy
            made = try maker.make(missing, of: groups.names, by: classifier)
            kinds = zip(groups.names, missing).flatMap { [String](repeating: $0, count: $1) }
        }
        var numbers: [String: Int] = [:]
        let places = kinds.map { kind -> (folder: String?, number: Int) in
            defer { numbers[kind, default: 0] += 1 }
            return (kind, numbers[kind, default: 0])
        }
        let writer = ImageFolderWriter(folder: output, prefix: "top-up", sheet: nil, places: places, global: global)
        try writer.write(made.latents!, inference: inference, appearance: .mean)
        let table = made.table(files: places.indices.map(writer.name(of:)))
        let tablePath = table.map { _ in FilePath.join(output, "samples.csv") }
        if let table, let tablePath {
            try AtomicFile.write(Array(table.utf8), to: tablePath)
            global.wrote(tablePath)
        }
        try report(groups, missing, made, accuracy, tablePath)
    }

    private func report(
        _ groups: ImageGroups, _ missing: [Int], _ made: MadeSamples, _ accuracy: Double?, _ table: String?
    ) throws {
        guard !global.json else {
            return try JSONOutput.print(
                Result(
                    folder: output,
                    groups: zip(groups.names, zip(groups.counts, missing)).map {
                        .init(name: $0, found: $1.0, made: $1.1)
                    },
                    classifierAccuracy: accuracy, table: table, diversity: made.diversity,
                    novelty: made.novelty?.report))
        }
        for (name, (found, missing)) in zip(groups.names, zip(groups.counts, missing)) {
            Console.result("\(name): \(Text.count(found, "image")) and \(Text.grouped(missing)) new")
        }
        if let accuracy {
            Console.result(
                "the groups are told by a classifier that is right on \(Text.fixed(accuracy, 3)) of images held out")
        }
        made.show()
    }
}
