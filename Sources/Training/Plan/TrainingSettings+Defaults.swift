import VAE

extension TrainingSettings {
    /// Creates the default settings for an architecture.
    ///
    /// A network of dense layers takes larger batches, which use the processor better, and smaller steps. For a
    /// residual network, the preset determines the stages, the length and the learning rate.
    public init(for architecture: Architecture.Kind, preset: Preset = .standard) {
        self.init()
        switch architecture {
        case .residual: self = preset.settings
        case .conv: break
        case .mlp:
            batch = 128
            learningRate = 0.001
        case .ladder:
            batch = 32
            learningRate = 0.002
            averaging = 0.995
            warmup = 0.02
            weightDecay = 0.03
        }
        self.preset = preset
    }

    /// Creates the default settings for fitting a flow prior to a finished model.
    ///
    /// - Parameter model: The model, whose held-out images stay held out; nil to check settings without a model.
    package init(fittingPriorOf model: Model?, preset: Preset = .standard) {
        self.init()
        length = .minutes(preset.minutes * preset.flow.share)
        var flow = preset.flow
        flow.share = 1
        self.flow = flow
        heldOutRule = model?.facts.heldOutRule ?? .threshold
        self.preset = preset
    }
}
