import VAE

extension TrainingSettings {
    /// The default settings for an architecture.
    ///
    /// Dense layers alone take larger batches, which make better use of the processor, and smaller steps. The stages, the
    /// length and the steps of a residual network are the preset's.
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

    /// The default settings for fitting a flow prior to a finished model.
    ///
    /// - Parameter model: The model, whose held-out images stay held out; nil to check settings without one.
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
