import VAE

/// The configuration, settings and images of a run, fixed when it starts.
package struct TrainingSetup: Sendable, Hashable, Codable {
    package var configuration: ModelConfiguration
    package var settings: TrainingSettings
    /// A hash over all images, by which a resumed run detects other images.
    package var imagesHash: UInt64
    /// A hash over the values of the prior's conditions; nil for a prior without conditions.
    package var conditionsHash: UInt64?

    package init(
        configuration: ModelConfiguration, settings: TrainingSettings, imagesHash: UInt64,
        conditionsHash: UInt64? = nil
    ) {
        self.configuration = configuration
        self.settings = settings
        self.imagesHash = imagesHash
        self.conditionsHash = conditionsHash
    }
}
