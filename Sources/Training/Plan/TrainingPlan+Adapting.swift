import VAE

extension TrainingPlan {
    /// Shares of a run that adapts a trained autoencoder: most of the time is left to the prior.
    private static let adaptingShare = 0.2
    private static let minimumSharpeningShare = 0.15
    /// Trained weights are near a good place, from which full steps lead away at first.
    private static let learningRateShare = 0.5

    /// Whether the plan's networks are those of a model, apart from the image's size and from added latent channels.
    package func hasNetworks(of model: Model) -> Bool {
        let (own, other) = (configuration, model.configuration)
        return own.reduction != nil && other.reduction != nil && own.architecture == other.architecture
            && own.likelihood == other.likelihood
            && own.latentMap!.channels >= other.latentMap!.channels
    }

    /// The plan for starting from a trained autoencoder instead of random weights.
    ///
    /// The rate has its full weight from the first step, because the latents already carry information.
    ///
    /// - Parameter choices: The values chosen in place of defaults, which stay.
    package func adapting(_ choices: [TrainingChoice]) -> TrainingPlan {
        var plan = self
        if !choices.sets(.warmup) { plan.settings.warmup = 0 }
        if !choices.sets(.learningRate) { plan.settings.learningRate *= Self.learningRateShare }
        if plan.settings.sharpening != nil, plan.settings.flow != nil {
            let sharpening = max(plan.settings.sharpening!.share, Self.minimumSharpeningShare)
            plan.settings.sharpening!.share = sharpening
            plan.settings.flow!.share = 1 - Self.adaptingShare - sharpening
        } else if plan.settings.flow != nil {
            plan.settings.flow!.share = 1 - Self.adaptingShare
        }
        return plan
    }
}
