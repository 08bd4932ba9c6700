import ArgumentParser
import Grisaille

/// `grisaille sample`: new images from a model's prior.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Make new images with a model.",
        discussion: """
            Writes sample-00000.png, sample-00001.png, … and their latents as latents.npy.
            A model that was trained with --conditional makes all its classes in turn, in
            a sub-folder each, or the one that --class names. Image k depends on the
            model, the seed and k alone: a hundred samples begin with the ten that were
            asked for before.

            --diversity λ chooses them from twenty times as many candidates, at random but
            such that like ones rarely come together: from plain draws at 0, variety rises
            with λ up to nearly that of --select greedy at 1. Below 1, candidates also
            count that are usual under the prior and that the encoder finds again. The
            result tells how many wholly different images would be as varied (the Vendi
            score), for plain samples and for those chosen, and a --sheet shows plain
            samples above, those chosen below. A choice is biased, so samples.csv has the
            probability with which each image was chosen, and its weight in statistics of
            what the model makes.

            --novelty compares every candidate with the images that the model was trained
            on, pixel by pixel over small shifts and mirrored, and by the encoder, and
            draws another in place of one that is nearer than a hundredth of the images
            held out from training are. train keeps that radius in the model.

            EXAMPLES
              grisaille sample --model model.safetensors --output samples
              grisaille sample --model model.safetensors --output more --count 64 \\
                --sheet more.png --seed 7
              grisaille sample --model model.safetensors --output typical \\
                --temperature 0.8 --noise draw
              grisaille sample --model classes.safetensors --output heads --class head \\
                --guidance 1.5
              grisaille sample --model model.safetensors --output varied --count 12 \\
                --diversity 0.5 --pool 100 --sheet varied.png
              grisaille sample --model model.safetensors --output novel --count 2 \\
                --novelty images
            """)

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("How many images to make.", valueName: "n"))
    var count = 16

    @Option(help: ArgumentHelp("The folder to write them to.", valueName: "folder"))
    var output: String

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Make images of this class alone. (default: all classes in turn)", valueName: "name"))
    var className: String?

    @Option(help: "The spread of the latents: 1 draws from the prior, less gives more typical images.")
    var temperature = 1.0

    @Option(
        help: ArgumentHelp(
            """
            The classes' shares: equal, or a table of class,share lines with a header. (default: equal, but with \
            --diversity whatever is varied)
            """, valueName: "equal|file.csv"))
    var balance: String?

    @OptionGroup var diversity: DiversityOptions

    @Option(
        help: ArgumentHelp(
            """
            Refuse samples that are nearer to an image of this folder, the one trained on, than images held out from \
            training are. (default: refuse none)
            """, valueName: "images"))
    var novelty: String?

    @OptionGroup var transport: TransportOptions
    @OptionGroup var appearance: AppearanceOption

    @Option(help: ArgumentHelp("Also write all samples as one picture.", valueName: "file"))
    var sheet: String?

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...10_000_000).contains(count) else { throw ValidationError("--count must be within 1...10000000.") }
        guard temperature >= 0, temperature <= 100 else {
            throw ValidationError("--temperature must be within 0...100.")
        }
        if balance != nil, className != nil {
            throw ValidationError("--balance is a matter of several classes: leave it or --class out.")
        }
    }

    private struct Result: Encodable {
        var images: Int
        var folder: String
        var files: [String]
        var latents: String
        var classes: [String]?
        var sheet: String?
        var seed: UInt64
        var temperature: Double
        var table: String?
        var diversity: DiversityReport?
        var novelty: NoveltyCheck.Report?
    }

    func run() throws {
        let outputs = try Outputs(
            files: [sheet].compactMap(\.self), folders: [output],
            inputs: [model.model, novelty, balance == "equal" ? nil : balance].compactMap(\.self), force: global.force)
        let model = try model.read()
        let transport = try transport.transport(for: model, default: .samples(of: model))
        _ = try diversity.poolCount(for: count)
        let weights = try classWeights(for: model)
        let classes = try SampledClasses(model, only: className, weights: weights)
        let pool = global.makePool()
        let inference = Inference(model, pool: pool)
        let check = try novelty.map {
            try NoveltyCheck(
                imageOptions.read($0, for: model, global: global), model: model, inference: inference, pool: pool,
                global: global)
        }
        let latentsPath = FilePath.join(output, "latents.npy")
        // Unless shares are to be kept, a choice takes whatever is varied: its classes are known when it is made.
        let isFree = diversity.weight > 0 && balance == nil
        let order = classes.classIndices(count)
        try outputs.makeFolders(
            for: (isFree ? [] : writer(classes, of: order).paths(count))
                + [latentsPath, MadeSamples.tablePath(in: output)])
        var maker = SampleMaker(
            source: CandidateSource(
                model: model, inference: inference, pool: pool, classes: classes, transport: transport,
                temperature: temperature, novelty: check, global: global),
            diversity: diversity)
        let samples = try maker.make(isFree ? .any(count) : .kinds(order.map { $0 ?? 0 }))
        let writer = writer(classes, of: samples.classes)
        if isFree { try outputs.makeFolders(for: writer.paths(count)) }
        try LatentFile.write(samples.latents, to: latentsPath, synced: false)
        let tablePath = try samples.write(
            with: writer, inference: inference, appearance: appearance.appearance(seed: global.seed))
        global.wrote(latentsPath)
        guard global.json else { return samples.show() }
        try JSONOutput.print(
            Result(
                images: count, folder: output, files: writer.paths(count), latents: latentsPath, classes: classes.names,
                sheet: sheet,
                seed: global.seed, temperature: temperature, table: tablePath, diversity: samples.diversity,
                novelty: samples.novelty?.report))
    }

    /// Writes samples of those classes.
    private func writer(_ classes: SampledClasses, of indices: [Int?]) -> ImageFolderWriter {
        ImageFolderWriter(
            folder: output, prefix: "sample", sheet: sheet, places: classes.places(of: indices),
            kinds: classesTakeTurns ? classes.kinds : 1, global: global)
    }

    /// Whether the samples are of all classes in turn, each of which then has a row of the sheet.
    private var classesTakeTurns: Bool {
        balance == "equal" || balance == nil && diversity.weight == 0
    }

    /// Nil where every class has the same share.
    private func classWeights(for model: Model) throws -> [String: Double]? {
        guard let balance else { return nil }
        guard !model.prior.classNames.isEmpty else { throw CommandError.notConditional(option: "--balance") }
        return balance == "equal" ? nil : try ClassWeights.read(balance, known: model.prior.classNames)
    }
}
