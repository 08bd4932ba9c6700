import ArgumentParser
import Grisaille

/// `grisaille evaluate`: the likelihood of held-out images.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure how well a model explains images that it has not seen.",
        discussion: """
            Reports the negative evidence lower bound in nats an image and in bits a
            pixel, its two terms (rate: nats that the latent carries; distortion: nats
            that the pixels take given it), and the active latent units. The rate's
            weight is 1 whatever training used, and the prior the one that the network
            was trained with (the standard normal; a ladder's own), also of a model that
            has a flow prior since: --prior-density adds the bound with that one, which
            takes much longer. One draw from each posterior; the same seed gives the same
            figures. --importance-samples estimates the likelihood that the bound is one
            of; where few of the samples count, it is still too pessimistic.

            EXAMPLES
              grisaille evaluate images --model model.safetensors
              grisaille evaluate images --model model.safetensors --json
              grisaille evaluate a.png --model model.safetensors --prior-density
              grisaille evaluate images --model small.safetensors \\
                --importance-samples 50 --first 20
            """)

    @Argument(help: ArgumentHelp("A folder of PNGs, one PNG, or an .npy array [N, H, W].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption
    @Flag(
        help: """
            Also give the bound with the model's own prior, its density estimated along the flow: as long an image as \
            drawing several.
            """)
    var priorDensity = false

    @Option(
        help: ArgumentHelp(
            """
            Also estimate the likelihood itself by importance-weighting that many draws from each image's posterior, \
            as published tables do with 5000. The model's own prior enters.
            """, valueName: "n"))
    var importanceSamples: Int?

    @Option(help: ArgumentHelp("Evaluate the first n images alone.", valueName: "n"))
    var first: Int?

    @OptionGroup var transport: TransportOptions
    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var classLabels: ClassLabelOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if transport.solver != nil || transport.guidance != nil {
            throw ValidationError("--solver and --guidance are no matter of densities, which take Heun's steps.")
        }
        if let importanceSamples, !(1...10_000_000).contains(importanceSamples) {
            throw ValidationError("--importance-samples must be within 1...10000000.")
        }
        if let first, first < 1 { throw ValidationError("--first must be at least 1.") }
        if transport.samplingSteps != nil, !priorDensity, importanceSamples == nil {
            throw ValidationError("--sampling-steps belongs to --prior-density or --importance-samples.")
        }
    }

    private struct Summary: Encodable {
        var images: Int
        var negativeELBONatsPerImage: Double
        var standardErrorNatsPerImage: Double
        var bitsPerPixel: Double
        var standardErrorBitsPerPixel: Double
        var rateNatsPerImage: Double
        var distortionNatsPerImage: Double

        init(_ summary: LikelihoodSummary) {
            images = summary.images
            negativeELBONatsPerImage = summary.negativeELBO
            standardErrorNatsPerImage = summary.standardError
            bitsPerPixel = summary.bitsPerPixel
            standardErrorBitsPerPixel = summary.bitsPerPixelStandardError
            rateNatsPerImage = summary.rate
            distortionNatsPerImage = summary.distortion
        }
    }

    private struct Importance: Encodable {
        var samples: Int
        var images: Int
        var negativeLogLikelihoodNatsPerImage: Double
        var standardErrorNatsPerImage: Double
        var bitsPerPixel: Double
        var standardErrorBitsPerPixel: Double
        var effectiveSamples: Double
        var leastEffectiveSamples: Double

        init(_ summary: ImportanceSummary) {
            samples = summary.samples
            images = summary.images
            negativeLogLikelihoodNatsPerImage = summary.negativeLogLikelihood
            standardErrorNatsPerImage = summary.standardError
            bitsPerPixel = summary.bitsPerPixel
            standardErrorBitsPerPixel = summary.bitsPerPixelStandardError
            effectiveSamples = summary.effectiveSamples
            leastEffectiveSamples = summary.leastEffectiveSamples
        }
    }

    private struct Result: Encodable {
        var model: String
        var imagesPath: String
        var seed: UInt64
        var overall: Summary
        var classes: [String: Summary]?
        /// The prior of the figures above.
        var overallPrior: String
        var modelPrior: String
        var overallWithModelPrior: Summary?
        var importanceWeighted: Importance?
        var importanceWeightedClasses: [String: Importance]?
        var activeUnits: Int
        var latentUnits: Int
        /// Those that the networks look at, and the pixels that have others.
        var levels: LevelRange
        var pixelsOutsideLevels: Int
    }

    func run() throws {
        let modelPath = model.model
        let model = try model.read()
        var dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        if let first { dataset = dataset.subset(Array(0..<min(first, dataset.count))) }
        let transport = try transport.transport(for: model, default: .densities)
        let pool = global.makePool()
        let report = try LikelihoodReport(Inference(model, pool: pool), images: dataset, seed: global.seed)
        let own =
            priorDensity
            ? try PriorLikelihood(
                model, images: dataset, classes: ClassNames.indices(of: dataset, in: model.prior.classNames),
                transport: transport, seed: global.seed, pool: pool
            ).summary : nil
        let importance = try importance(model, dataset, transport, pool: pool)
        if model.configuration.likelihood == .bernoulli, model.configuration.binarization == .none {
            global.note(
                "the model takes grey levels as probabilities: its figures are cross-entropies, not likelihoods")
        }
        guard global.json else { return printTable(report, own, importance, model) }
        let classes = report.classes.map { ($0.name, Summary($0.summary)) }
        try JSONOutput.print(
            Result(
                model: modelPath, imagesPath: images, seed: global.seed, overall: Summary(report.overall),
                classes: classes.isEmpty ? nil : Dictionary(uniqueKeysWithValues: classes),
                overallPrior: model.network.ownPrior(model.parameters).configuration.name,
                modelPrior: model.prior.configuration.name, overallWithModelPrior: own.map(Summary.init),
                importanceWeighted: importance.map { Importance($0.overall) },
                importanceWeightedClasses: importance.flatMap { report in
                    report.classes.isEmpty
                        ? nil
                        : Dictionary(uniqueKeysWithValues: report.classes.map { ($0.name, Importance($0.summary)) })
                }, activeUnits: report.activeUnits, latentUnits: model.configuration.latentCount,
                levels: model.configuration.levels,
                pixelsOutsideLevels: model.configuration.levels.outsideCount(in: dataset)))
    }

    private func show(_ importance: ImportanceLikelihood) {
        let header = [
            "class", "images", "-log p nats", "± s.e.", "bits/pixel", "effective samples", "least", "of",
        ]
        func row(_ name: String, _ summary: ImportanceSummary) -> [String] {
            [
                name, Text.grouped(summary.images), Text.fixed(summary.negativeLogLikelihood, 2),
                Text.fixed(summary.standardError, 2), Text.fixed(summary.bitsPerPixel, 4),
                Text.fixed(summary.effectiveSamples, 1), Text.fixed(summary.leastEffectiveSamples, 1),
                Text.grouped(summary.samples),
            ]
        }
        show([header] + importance.classes.map { row($0.name, $0.summary) } + [row("all", importance.overall)])
    }

    /// A table of words in the first column and numbers in the others.
    private func show(_ rows: [[String]]) {
        // Before they are measured: a class may be called anything.
        let rows = rows.map { $0.map(TerminalText.plain) }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
        for row in rows {
            Console.result(
                row.indices.map { Text.padded(row[$0], widths[$0], right: $0 > 0) }.joined(separator: "  "))
        }
    }

    private func importance(
        _ model: Model, _ dataset: ImageDataset, _ transport: Transport, pool: WorkerPool
    ) throws -> ImportanceLikelihood? {
        guard let importanceSamples else { return nil }
        var progress = ProgressLine("drawing importance samples", isQuiet: global.quiet)
        StopSignal.install()
        defer { progress.end() }
        return try ImportanceLikelihood(
            model, images: dataset, samples: importanceSamples,
            classes: ClassNames.indices(of: dataset, in: model.prior.classNames), transport: transport,
            seed: global.seed, pool: pool
        ) { try progress.showInterruptibly($0) }
    }

    private func printTable(
        _ report: LikelihoodReport, _ own: LikelihoodSummary?, _ importance: ImportanceLikelihood?, _ model: Model
    ) {
        let header = ["class", "images", "-ELBO nats", "± s.e.", "bits/pixel", "rate nats", "distortion nats"]
        func row(_ name: String, _ summary: LikelihoodSummary) -> [String] {
            [
                name, Text.grouped(summary.images), Text.fixed(summary.negativeELBO, 2),
                Text.fixed(summary.standardError, 2), Text.fixed(summary.bitsPerPixel, 4),
                Text.fixed(summary.rate, 2), Text.fixed(summary.distortion, 2),
            ]
        }
        let rows =
            [header] + report.classes.map { row($0.name, $0.summary) } + [row("all", report.overall)]
            + (own.map { [row("all, with the model's own prior", $0)] } ?? [])
        show(rows)
        if let importance { show(importance) }
        Console.result("active units: \(report.activeUnits) of \(model.configuration.latentCount)")
    }
}
