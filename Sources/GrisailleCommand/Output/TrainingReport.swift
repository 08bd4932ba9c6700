import Grisaille

/// The result of a training run, as JSON and as lines.
struct TrainingReport: Encodable {
    private var model: String
    private var history: String
    /// The picture of the run; nil if it couldn't be written.
    var progressPicture: String?
    private var diagnosis: [TrainingFinding] = []
    private var ending: String
    private var resumeCommand: String?
    private var trainingImages: Int
    private var validationImages: Int
    private var parameters: Int
    private var epochs: Int
    private var bestEpoch: Int
    private var steps: Int
    private var skippedSteps: Int
    private var recoveries: Int
    private var seconds: Double
    private var validationNegativeELBONatsPerImage: Double?
    private var validationBitsPerPixel: Double?
    private var validationImportanceBoundNatsPerImage: Double?
    private var validationRateNatsPerImage: Double?
    private var activeUnits: Int?
    private var posteriorNoiseShare: Double?
    private var latentUnits: Int

    init(_ outcome: TrainingOutcome, files: TrainingFiles, resumeCommand: String) {
        let facts = outcome.model.facts
        let pixelCount = outcome.model.configuration.imageSize.pixelCount
        let validation = outcome.best?.validation
        let summary = validation.map {
            LikelihoodSummary([ImageTerms(distortion: $0.distortion, rate: $0.rate)], pixelCount: pixelCount)
        }
        model = files.model
        history = files.history
        switch outcome.ending {
        case .complete: ending = "complete"
        case .outOfPatience: ending = "out of patience"
        case .interrupted:
            ending = "interrupted"
            self.resumeCommand = resumeCommand
        }
        trainingImages = facts.images
        validationImages = facts.validationImages
        parameters = outcome.model.network.layout.parameterCount
        epochs = facts.epochs
        bestEpoch = facts.bestEpoch
        steps = facts.steps
        skippedSteps = outcome.skippedSteps
        recoveries = outcome.recoveries
        activeUnits = outcome.activeUnits
        posteriorNoiseShare = outcome.posteriorNoiseShare
        latentUnits = outcome.model.configuration.latentCount
        seconds = outcome.seconds
        validationNegativeELBONatsPerImage = summary?.negativeELBO
        validationBitsPerPixel = summary?.bitsPerPixel
        validationImportanceBoundNatsPerImage = outcome.best?.validationImportanceBound
        validationRateNatsPerImage = summary?.rate
    }

    /// Prints the result on standard output.
    func show(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        Console.path(model)
        Console.path(history)
        if let progressPicture { Console.path(progressPicture) }
        guard bestEpoch > 0 else {
            if resumeCommand == nil {
                return Console.result(
                    "\(Text.count(epochs, "epoch")) in \(Text.duration(seconds)), none better than the model to start from"
                )
            }
            return Console.result("\(Text.count(steps, "step")) in \(Text.duration(seconds)), no whole epoch")
        }
        var figures = ""
        if let nats = validationNegativeELBONatsPerImage, let bits = validationBitsPerPixel {
            figures = ", validation -ELBO \(Text.fixed(nats, 2)) nats per image, \(Text.fixed(bits, 4)) bits/pixel"
        }
        if let bound = validationImportanceBoundNatsPerImage {
            figures += ", importance-weighted \(Text.fixed(bound, 2)) nats"
        }
        Console.result(
            "\(Text.count(epochs, "epoch")) in \(Text.duration(seconds)), the best was epoch \(bestEpoch)\(figures)")
        if let activeUnits {
            Console.result(Text.latentUse(activeUnits: activeUnits, of: latentUnits, noiseShare: posteriorNoiseShare))
        }
    }

    /// Finds what could have gone better.
    ///
    /// - Parameters:
    ///   - outcome: The outcome of the run.
    ///   - settings: The settings of the run.
    ///   - images: The images that the model was trained on.
    mutating func diagnose(_ outcome: TrainingOutcome, settings: TrainingSettings, images: ImageDataset) {
        let rate = validationRateNatsPerImage
        if rate.map({ $0 < 1 }) ?? (activeUnits == 0) {
            let carried = rate.map { "carries \(Text.fixed($0, 2)) nats per image" } ?? "has no active unit"
            let remedy = CollapseDiagnosis(of: outcome.model, images: ImageStatistics(of: images)).remedy
            diagnosis.append(
                TrainingFinding(
                    kind: "collapsed",
                    text: "the posterior has collapsed onto the prior: the latent \(carried); \(remedy)", isGrave: true)
            )
        }
        diagnosis += TrainingFinding.findings(on: outcome, settings: settings)
    }

    /// Tells of suspicious figures on standard error.
    ///
    /// - Parameter quiet: Whether only warnings are shown.
    func warn(quiet: Bool) {
        if skippedSteps > 0 {
            Console.warning(
                "\(Text.count(skippedSteps, "step")) left out, whose gradients were no numbers; "
                    + "if there are many, try a smaller --learning-rate")
        }
        if recoveries > 0 {
            Console.warning(
                "training diverged and went back to its best weights \(Text.count(recoveries, "time")); "
                    + "a smaller --learning-rate or more --weight-decay may do better")
        }
        for finding in diagnosis { finding.show(quiet: quiet) }
    }
}
