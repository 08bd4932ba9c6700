import VAE

/// The stages of a run and their shares of its length.
extension TrainingSettings {
    /// The stages of the run, in order.
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
    package var isPriorFitting: Bool { flow?.share == 1 && sharpening == nil }

    /// The length of a stage.
    ///
    /// A run by minutes is divided by the stages' shares. A run by epochs gives its epochs to the autoencoder; the
    /// other stages pass over the images in proportion to their shares.
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

    /// Checks every setting, and whether a model can be trained with them.
    ///
    /// - Throws: `TrainingError`, which names the parameter.
    package func validate(for configuration: ModelConfiguration) throws(TrainingError) {
        try validate()
        try sharpening?.validate()
        try flow?.validate()
        if crop != nil, configuration.reduction == nil { throw .cropNeeds(.latentMap) }
        if crop != nil, importanceSamples > 1 { throw .cropNeeds(.oneDraw) }
        guard isPriorFitting || share(of: .autoencoder) >= 0.01 else { throw .noShareForAutoencoder }
        if flow != nil, configuration.architecture.kind == .ladder { throw .priorOfLadder }
        guard sharpening != nil else { return }
        guard [.residual, .conv].contains(configuration.architecture.kind) else {
            throw .adversarialNeeds(.convolutionalDecoder)
        }
        guard [.logistic, .gaussian].contains(configuration.likelihood) else { throw .adversarialNeeds(.greyLevels) }
        guard SharpeningSettings.fits(configuration.imageSize) else { throw .adversarialNeeds(.largerImages) }
    }
}

extension TrainingStage {
    package var order: Int { Self.allCases.firstIndex(of: self)! }
}
