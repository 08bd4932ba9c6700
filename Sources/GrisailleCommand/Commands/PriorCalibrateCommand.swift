import ArgumentParser
import Grisaille

/// `grisaille prior calibrate`: gives samples of a flow the spectrum of the training images' latents.
struct PriorCalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Fit a flow's steps, and give samples as much fine structure as the images have.",
        discussion: """
            Fits the few steps in which a flow draws samples to its own exact paths. Then
            measures by how much the samples' latents vary too little, as those of a flow
            do that wasn't trained for long, mostly in fine structure: for each channel and
            frequency of the latent map, so that the model corrects it. Training ends with
            the same, so that only models from older versions need it. Give the images that
            the model was trained on. Replaces the model with --force, or writes another
            with --output.

            EXAMPLES
              grisaille prior calibrate images --model model.safetensors \\
                --output calibrated.safetensors
            """)

    @Argument(
        help: ArgumentHelp("A folder of PNGs, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The model file to write. (default: the model itself)", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Images") var imageOptions: ImageOptions
    @OptionGroup(title: "Images") var classLabels: ClassLabelOption
    @OptionGroup(title: "Everywhere") var global: GlobalOptions

    private struct Result: Encodable {
        var model: String
        var images: Int
        var fittedSteps: Int?
        var minimumGain: Float
        var maximumGain: Float
    }

    func run() throws {
        let target = output ?? model.model
        try ClaimedOutputs.claim([target])
        let inputs = [images] + (output == nil ? [] : [model.model]) + classLabels.paths
        let outputs = try Outputs(files: [target], inputs: inputs, overwritten: [], force: global.force)
        let plain = try model.read()
        guard case .flow = plain.prior.configuration else {
            throw CommandError.usage(
                "\(model.model): its prior is \(plain.prior.configuration.name), and only a flow is calibrated; fit one "
                    + "with grisaille prior fit")
        }
        let dataset = try imageOptions.read(images, labels: classLabels, for: plain, global: global)
        StopSignal.install()
        let pool = global.makePool()
        let posteriors = try Inference(plain, pool: pool).posteriors(of: dataset, seed: global.seed)
        try StopSignal.check()
        if let flow = plain.prior as? FlowPrior {
            let seconds = flow.expectedCalibrationSeconds(pool: pool)
            global.note("calibrating the prior, which takes about \(Text.duration(seconds))")
        }
        guard
            let calibrated = try plain.calibrated(
                to: posteriors, classes: plain.prior.classes(of: dataset), seed: global.seed, pool: pool),
            case .flow(let flow) = calibrated.prior.configuration,
            let gains = (calibrated.prior as? FlowPrior)?.gains
        else { preconditionFailure("a calibrated flow has gains") }
        try outputs.makeFolders()
        try ModelFile.write(calibrated, to: target)
        let (minimum, maximum) = (gains.min() ?? 1, gains.max() ?? 1)
        guard !global.json else {
            return try JSONOutput.print(
                Result(
                    model: target, images: dataset.count, fittedSteps: flow.fittedSteps?.count, minimumGain: minimum,
                    maximumGain: maximum))
        }
        Console.path(target)
        let steps = flow.fittedSteps.map { "\(Text.count($0.count, "step")) fitted to the prior" }
        Console.result(
            "\(steps ?? "no steps fitted, because the prior's paths lead to no finite numbers"); gains of "
                + "\(Text.fixed(Double(minimum), 2)) to \(Text.fixed(Double(maximum), 2)) give samples the spectrum "
                + "of \(Text.count(dataset.count, "image"))")
    }
}
