import ArgumentParser
import Grisaille

/// `grisaille sample`: makes new images with a model.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Make new images with a model.",
        discussion: """
            Writes sample-00000.png, sample-00001.png, … and their latents as latents.npy.
            A model that was trained with --conditional makes all its classes in turn, each
            in a sub-folder, or the one that --class names. One that was trained with
            --condition makes images with the values that --condition asks for; what isn't
            asked for is as varied as in the training. Image k depends only on the
            model, the seed and k: a hundred samples begin with the same ten as ten samples
            do.

            --diversity λ chooses the samples from twenty times as many candidates, at
            random but so that similar ones rarely come together. Variety rises with λ from
            plain draws at 0 to nearly that of --select greedy at 1. Below 1, candidates
            also count more if they are typical of the prior and if the encoder finds their
            latent again. The result tells how many wholly different images would be as
            varied (the Vendi score), for plain samples and for those chosen. A --sheet
            shows plain samples above and the chosen ones below. A choice is biased:
            samples.csv has the probability with which each image was chosen, and its
            weight in statistics of the model's images.

            A flow prior draws a sample in 5 steps that are fitted to it, or 7 if images
            are large. --sampling-steps 1, 2 or 4 takes long steps instead, which are
            faster and lose some quality. A prior from an older version may have learned
            no long steps; prior calibrate fits the others to it.

            --novelty compares every candidate with the training images, pixel by pixel
            over small shifts and mirrored, and by the encoder. It replaces a candidate
            that is nearer to one of them than all but a hundredth of the held-out images
            are. train keeps that radius in the model.

            EXAMPLES
              grisaille sample --model model.safetensors --output samples
              grisaille sample --model model.safetensors --output more --count 64 \\
                --sheet more.png --seed 7
              grisaille sample --model model.safetensors --output typical \\
                --temperature 0.8 --noise draw
              grisaille sample --model classes.safetensors --output heads --class head \\
                --guidance 1.5
              grisaille sample --model sizes.safetensors --output large \\
                --condition scaleRatio=1.05
              grisaille sample --model model.safetensors --output slow --solver heun \\
                --sampling-steps 20
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

    @OptionGroup var conditions: ConditionValueOptions

    @Option(help: "The spread of the latents: 1 draws from the prior, less gives more typical images.")
    var temperature = 1.0

    @Option(
        help: ArgumentHelp(
            """
            The shares of the classes: equal, or a table of class,share lines with a header. (default: equal; with \
            --diversity whatever is varied)
            """, valueName: "equal|file.csv"))
    var balance: String?

    @OptionGroup var diversity: DiversityOptions

    @Option(
        help: ArgumentHelp(
            """
            Refuse samples that are nearer to an image of this folder, that of the training, than held-out images are. \
            (default: refuse none)
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
        /// The values that were asked for.
        var conditions: [String: String]?
        var sheet: String?
        var seed: UInt64
        var temperature: Double
        var sampling: StepsReport?
        var table: String?
        var diversity: DiversityReport?
        var novelty: NoveltyReport?
    }

    func run() throws {
        let outputs = try Outputs(
            files: [sheet].compactMap(\.self), folders: [output],
            inputs: [model.model, novelty, balance == "equal" ? nil : balance].compactMap(\.self), force: global.force)
        let (model, values) = try conditions.given(to: model.read(), quiet: global.quiet)
        var request = try request(of: model)
        request.transport = try transport.sampleTransport(for: model)
        let inference = Inference(model, pool: global.makePool())
        request.novelty = try novelty.map {
            try NoveltyFilter.make(
                imageOptions.read($0, for: model, global: global), inference: inference, global: global)
        }
        let folders = try SampleFolders(className == nil ? model.prior.classNames : [])
        let latentsPath = FilePath.join(output, "latents.npy")
        let fixedPaths = [latentsPath, SampleReport.tablePath(in: output)]
        if case .any = request.wanted {
            // The classes of the samples are known when they are chosen.
            try outputs.makeFolders(for: fixedPaths)
        } else {
            let classes = request.classes.classIndices(count)
            try outputs.makeFolders(for: writer(folders, request, of: classes).paths(count) + fixedPaths)
        }
        let report = try SampleReport(request, sampler: ImageSampler(inference), global: global)
        let writer = writer(folders, request, of: report.samples.classes)
        if case .any = request.wanted { try outputs.makeFolders(for: writer.paths(count)) }
        try LatentFile.write(report.samples.latents, to: latentsPath, synced: false)
        let tablePath = try report.write(
            with: writer, inference: inference, appearance: appearance.appearance(seed: global.seed))
        global.wrote(latentsPath)
        guard global.json else { return report.show() }
        let classes = request.classes.names
        try JSONOutput.print(
            Result(
                images: count, folder: output, files: writer.paths(count), latents: latentsPath,
                classes: classes.isEmpty ? nil : classes, conditions: values.isEmpty ? nil : values, sheet: sheet,
                seed: global.seed, temperature: temperature,
                sampling: StepsReport(request.transport, of: model.prior), table: tablePath,
                diversity: report.diversity, novelty: report.novelty))
    }

    /// - Throws: `CommandError.notConditional`, `SamplingError`.
    private func request(of model: Model) throws -> SampleRequest {
        let option = className != nil ? "--class" : balance != nil ? "--balance" : nil
        if model.prior.classNames.isEmpty, let option {
            throw CommandError.notConditional(option: option)
        }
        var request = try SampleRequest(
            count, from: model.prior, balance: classBalance(for: model), seed: global.seed,
            diversity: diversity.sampleDiversity)
        request.temperature = temperature
        return request
    }

    /// Writes samples of some classes.
    private func writer(_ folders: SampleFolders, _ request: SampleRequest, of classes: [Int?]) -> ImageFolderWriter {
        // Classes that take turns have a row of the sheet each.
        let takeTurns = balance == "equal" || balance == nil && !request.isChosen
        return ImageFolderWriter(
            folder: output, prefix: "sample", sheet: sheet, places: folders.places(of: classes),
            kinds: takeTurns ? max(1, request.classes.names.count) : 1, global: global)
    }

    private func classBalance(for model: Model) throws -> ClassBalance {
        if let className { return .only(className) }
        return switch balance {
        case nil: .automatic
        case "equal": .equal
        case let path?: .weights(try ClassWeights.read(path, known: model.prior.classNames))
        }
    }
}
