import GreyImages
import Platform
import VAE

extension TrainingRun {
    /// A run that adapts a trained autoencoder to the images of a plan; nil if the plan has other networks.
    ///
    /// - Parameters:
    ///   - autoencoder: The autoencoder, which may be for images of another size and depth, and have fewer latent channels.
    ///   - plan: The plan for training from random weights.
    ///   - choices: The values chosen in place of defaults, which stay.
    ///   - preparation: The preparation of the images, for the model to record; nil if they are used unchanged.
    /// - Throws: `TrainingError`, `ConfigurationError`.
    package init?(
        adapting autoencoder: Model, to images: ImageDataset, plan: TrainingPlan, choices: [TrainingChoice],
        preparation: ImagePreparation? = nil, pool: WorkerPool
    ) throws {
        guard plan.hasNetworks(of: autoencoder),
            let adapted = try autoencoder.adapted(
                to: images, preparation: preparation, latentChannels: plan.configuration.latentMap?.channels)
        else { return nil }
        try self.init(from: adapted, images: images, settings: plan.adapting(choices).settings, pool: pool)
    }
}
