import ArgumentParser
import Grisaille

/// How to train.
struct TrainingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Passes over the images. (default: 50)", valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Train for this long instead, the learning rate falling to the end.", valueName: "n"))
    var minutes: Double?

    @Option(help: ArgumentHelp("Images a step. (default: conv 16, mlp 128)", valueName: "n"))
    var batch: Int?

    @Option(help: ArgumentHelp("Adam's step size at its height. (default: conv 0.003, mlp 0.001)", valueName: "x"))
    var learningRate: Double?

    @Option(
        help: ArgumentHelp(
            "The weight of the rate; 1 is the ELBO, more gives smoother latents. (default: 1)", valueName: "x"))
    var beta: Double?

    @Option(
        help: ArgumentHelp("The share of the run over which beta rises from 0. (default: 0.1)", valueName: "x"))
    var warmup: Double?

    @Option(
        help: ArgumentHelp(
            "The share of images held out to choose the best weights. (default: 0.1)", valueName: "x"))
    var validation: Double?

    @Option(
        help: ArgumentHelp(
            "End after this many epochs without a better validation. (default: never)", valueName: "n"))
    var patience: Int?

    func validate() throws {
        if epochs != nil, minutes != nil { throw ValidationError("Give --epochs or --minutes, not both.") }
    }

    /// - architecture: dense layers alone take larger batches, which make better use of the processor, and shorter steps.
    func settings(seed: UInt64, architecture: Architecture) throws -> TrainingSettings {
        var settings = TrainingSettings()
        if case .mlp = architecture {
            settings.batch = 128
            settings.learningRate = 0.001
        }
        if let epochs { settings.length = .epochs(epochs) }
        if let minutes { settings.length = .minutes(minutes) }
        settings.batch = batch ?? settings.batch
        settings.learningRate = learningRate ?? settings.learningRate
        settings.beta = beta ?? settings.beta
        settings.warmup = warmup ?? settings.warmup
        settings.validationShare = validation ?? settings.validationShare
        settings.patience = patience
        settings.seed = seed
        try settings.validate()
        return settings
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: TrainingSettings, seed: UInt64?) -> String? {
        if let seed, seed != saved.seed { return "--seed" }
        if let epochs, saved.length != .epochs(epochs) { return "--epochs" }
        if let minutes, saved.length != .minutes(minutes) { return "--minutes" }
        if let batch, batch != saved.batch { return "--batch" }
        if let learningRate, learningRate != saved.learningRate { return "--learning-rate" }
        if let beta, beta != saved.beta { return "--beta" }
        if let warmup, warmup != saved.warmup { return "--warmup" }
        if let validation, validation != saved.validationShare { return "--validation" }
        if let patience, patience != saved.patience { return "--patience" }
        return nil
    }
}
