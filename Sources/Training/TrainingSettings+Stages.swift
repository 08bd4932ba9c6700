import VAE

/// The stages of a run and how its length is shared out among them.
extension TrainingSettings {
    /// In their order.
    var stages: [TrainingStage] {
        [.autoencoder] + (sharpening == nil ? [] : [.decoder]) + (flow == nil ? [] : [.prior])
    }

    func share(of stage: TrainingStage) -> Double {
        switch stage {
        case .autoencoder: 1 - (sharpening?.share ?? 0) - (flow?.share ?? 0)
        case .decoder: sharpening?.share ?? 0
        case .prior: flow?.share ?? 0
        }
    }

    /// Whether the run fits a prior to a finished model and trains nothing else.
    public var isPriorFitting: Bool { flow?.share == 1 && sharpening == nil }

    /// A stage's part of the run's minutes. By epochs, the length is the autoencoder's, and the others have as many
    /// passes over the images more as their shares say.
    func length(of stage: TrainingStage) -> TrainingLength {
        switch length {
        case .minutes(let minutes): .minutes(minutes * share(of: stage))
        case .epochs(let epochs):
            .epochs(
                stage == .autoencoder || isPriorFitting
                    ? epochs
                    : max(1, Int((Double(epochs) * share(of: stage) / share(of: .autoencoder)).rounded())))
        }
    }

    /// Checks what a user asks for against what the model can do.
    ///
    /// - Throws: `TrainingError.setting`.
    public func validate(for configuration: ModelConfiguration) throws(TrainingError) {
        try validate()
        try sharpening?.validate()
        try flow?.validate()
        guard isPriorFitting || share(of: .autoencoder) >= 0.01 else {
            throw .setting("the stages' shares of the run leave less than a hundredth for the autoencoder")
        }
        if flow != nil, case .ladder = configuration.architecture {
            throw .setting("a ladder has a prior of its own: leave --prior flow out, or choose --architecture residual")
        }
        guard sharpening != nil else { return }
        guard ["residual", "conv"].contains(configuration.architecture.name) else {
            throw .setting(
                "--adversarial needs a convolutional decoder of one latent: choose --architecture residual or conv")
        }
        guard [.logistic, .gaussian].contains(configuration.likelihood) else {
            throw .setting("--adversarial needs grey levels: choose --likelihood gaussian or logistic")
        }
        guard SharpeningSettings.fits(configuration.imageSize) else {
            throw .setting("--adversarial needs images of at least 8x8 pixels")
        }
    }
}

extension TrainingStage {
    var order: Int { Self.allCases.firstIndex(of: self)! }
}
