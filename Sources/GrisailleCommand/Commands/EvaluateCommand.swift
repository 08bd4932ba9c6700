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
            weight is 1 whatever training used, and the prior the standard normal that
            the encoder was trained with, also of a model that has a flow prior since:
            --prior-density adds the bound with that one, which takes much longer. One
            draw from each posterior; the same seed gives the same figures.

            EXAMPLES
              grisaille evaluate images --model model.safetensors
              grisaille evaluate images --model model.safetensors --json
              grisaille evaluate a.png --model model.safetensors --prior-density
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

    @OptionGroup var transport: TransportOptions
    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if transport.solver != nil || transport.guidance != nil {
            throw ValidationError("--solver and --guidance are no matter of densities, which take Heun's steps.")
        }
        if transport.samplingSteps != nil, !priorDensity {
            throw ValidationError("--sampling-steps belongs to --prior-density.")
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

    private struct Result: Encodable {
        var model: String
        var imagesPath: String
        var seed: UInt64
        var overall: Summary
        var classes: [String: Summary]?
        /// The prior of the figures above.
        var overallPrior = "standard"
        var modelPrior: String
        var overallWithModelPrior: Summary?
        var activeUnits: Int
        var latentUnits: Int
    }

    func run() throws {
        let modelPath = model.model
        let model = try model.read()
        let dataset = try imageOptions.read(images, for: model, global: global)
        let transport = try transport.transport(for: model, default: .densities)
        let pool = global.makePool()
        let report = LikelihoodReport(Inference(model, pool: pool), images: dataset, seed: global.seed)
        let own =
            priorDensity
            ? PriorLikelihood(
                model, images: dataset, classes: ClassNames.indices(of: dataset, in: model.prior.classNames),
                transport: transport, seed: global.seed, pool: pool
            ).summary : nil
        if model.configuration.likelihood == .bernoulli, model.configuration.binarization == .none {
            global.note(
                "the model takes grey levels as probabilities: its figures are cross-entropies, not likelihoods")
        }
        guard global.json else { return printTable(report, own, model) }
        let classes = report.classes.map { ($0.name, Summary($0.summary)) }
        try JSONOutput.print(
            Result(
                model: modelPath, imagesPath: images, seed: global.seed, overall: Summary(report.overall),
                classes: classes.isEmpty ? nil : Dictionary(uniqueKeysWithValues: classes),
                modelPrior: model.prior.configuration.name, overallWithModelPrior: own.map(Summary.init),
                activeUnits: report.activeUnits, latentUnits: model.configuration.latentCount))
    }

    private func printTable(_ report: LikelihoodReport, _ own: LikelihoodSummary?, _ model: Model) {
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
        let widths = header.indices.map { column in rows.map { $0[column].count }.max()! }
        for row in rows {
            Console.result(
                row.indices.map { Text.padded(row[$0], widths[$0], right: $0 > 0) }.joined(separator: "  "))
        }
        Console.result("active units: \(report.activeUnits) of \(model.configuration.latentCount)")
    }
}
