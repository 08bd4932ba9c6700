import ArgumentParser
import Grisaille

/// `grisaille evaluate`: measures the likelihood of held-out images.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure how well a model explains images that it has not seen.",
        discussion: """
            Reports the negative evidence lower bound in nats per image and in bits per
            pixel, its two terms (rate: nats that the latent carries; distortion: nats that
            the pixels take given the latent), and the active latent units. The rate's
            weight is 1 whatever the training used. The prior is the one that the network
            was trained with (the standard normal, or a ladder's own), even if the model
            was given a flow prior later: --prior-density adds the bound with that prior,
            which takes much longer. There is one draw from each posterior; the same seed
            gives the same figures. --importance-samples estimates the likelihood itself;
            if few of the samples count, the estimate is too pessimistic.

            EXAMPLES
              grisaille evaluate images --model model.safetensors
              grisaille evaluate images --model model.safetensors --json
              grisaille evaluate a.png --model model.safetensors --prior-density
              grisaille evaluate images --model small.safetensors \\
                --importance-samples 50 --first 20
            """)

    @Argument(
        help: ArgumentHelp(
            "A folder of PNGs, one PNG, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption
    @Flag(
        help: """
            Add the bound with the model's own prior, whose density is estimated along the flow. It takes as long per image \
            as drawing several.
            """)
    var priorDensity = false

    @Option(
        help: ArgumentHelp(
            """
            Add an estimate of the likelihood by importance-weighting that many draws from each image's posterior, as \
            published tables do with 5000. It uses the model's own prior.
            """, valueName: "n"))
    var importanceSamples: Int?

    @Option(help: ArgumentHelp("Evaluate only the first n images.", valueName: "n"))
    var first: Int?

    @OptionGroup var transport: TransportOptions
    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var classLabels: ClassLabelOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if transport.solver != nil || transport.guidance != nil {
            throw ValidationError("--solver and --guidance don't apply to densities, which take Heun's steps.")
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
        /// The prior with which `overall` is measured: that of the network's training.
        var overallPrior: String
        var modelPrior: String
        var overallWithModelPrior: Summary?
        var importanceWeighted: Importance?
        var importanceWeightedClasses: [String: Importance]?
        var activeUnits: Int
        var posteriorNoiseShare: Double?
        var latentUnits: Int
        /// The levels that fill the networks' scale, and the number of pixels outside them.
        var levels: LevelRange
        var pixelsOutsideLevels: Int

        init(_ evaluation: ImageEvaluation, model: String, images: String, seed: UInt64) {
            func byName<Each, Shown>(_ classes: [(name: String, summary: Each)], _ shown: (Each) -> Shown) -> [String:
                Shown]?
            {
                classes.isEmpty
                    ? nil : Dictionary(uniqueKeysWithValues: classes.map { ($0.name, shown($0.summary)) })
            }
            self.model = model
            imagesPath = images
            self.seed = seed
            overall = Summary(evaluation.likelihood.overall)
            classes = byName(evaluation.likelihood.classes, Summary.init)
            overallPrior = evaluation.trainingPrior.name
            modelPrior = evaluation.modelPrior.name
            overallWithModelPrior = evaluation.withModelPrior.map(Summary.init)
            importanceWeighted = evaluation.importance.map { Importance($0.overall) }
            importanceWeightedClasses = evaluation.importance.flatMap { byName($0.classes, Importance.init) }
            activeUnits = evaluation.likelihood.activeUnits
            posteriorNoiseShare = evaluation.likelihood.posteriorNoiseShare
            latentUnits = evaluation.latentCount
            levels = evaluation.levels
            pixelsOutsideLevels = evaluation.pixelsOutsideLevels
        }
    }

    func run() throws {
        let modelPath = model.model
        let model = try model.read()
        var dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        if let first { dataset = dataset.subset(Array(0..<min(first, dataset.count))) }
        var options = EvaluationOptions()
        options.hasPriorDensity = priorDensity
        options.importanceSamples = importanceSamples
        options.densitySteps = try transport.transport(for: model, default: Transport(steps: options.densitySteps))
            .steps
        options.seed = global.seed
        let pool = global.makePool()
        var progress = StagedProgress(isQuiet: global.quiet)
        defer { progress.end() }
        let evaluation = try ImageEvaluation(of: dataset, by: model, options: options, pool: pool) {
            try progress.show("drawing importance samples", share: $0)
        }
        progress.end()
        if evaluation.isCrossEntropy {
            global.note(
                "the model takes grey levels as probabilities: its figures are cross-entropies, not likelihoods")
        }
        guard global.json else { return printTable(evaluation) }
        try JSONOutput.print(Result(evaluation, model: modelPath, images: images, seed: global.seed))
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

    private func printTable(_ evaluation: ImageEvaluation) {
        let header = ["class", "images", "-ELBO nats", "± s.e.", "bits/pixel", "rate nats", "distortion nats"]
        func row(_ name: String, _ summary: LikelihoodSummary) -> [String] {
            [
                name, Text.grouped(summary.images), Text.fixed(summary.negativeELBO, 2),
                Text.fixed(summary.standardError, 2), Text.fixed(summary.bitsPerPixel, 4),
                Text.fixed(summary.rate, 2), Text.fixed(summary.distortion, 2),
            ]
        }
        let likelihood = evaluation.likelihood
        let rows =
            [header] + likelihood.classes.map { row($0.name, $0.summary) } + [row("all", likelihood.overall)]
            + (evaluation.withModelPrior.map { [row("all, with the model's own prior", $0)] } ?? [])
        show(rows)
        if let importance = evaluation.importance { show(importance) }
        Console.result(
            Text.latentUse(
                activeUnits: likelihood.activeUnits, of: evaluation.latentCount,
                noiseShare: likelihood.posteriorNoiseShare))
    }
}
