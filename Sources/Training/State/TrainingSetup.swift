import VAE

/// What a run was started with.
package struct TrainingSetup: Sendable, Hashable, Codable {
    package var configuration: ModelConfiguration
    package var settings: TrainingSettings
    /// A hash over all images, so that a run goes on with those that it began with.
    package var imagesHash: UInt64

    package init(configuration: ModelConfiguration, settings: TrainingSettings, imagesHash: UInt64) {
        self.configuration = configuration
        self.settings = settings
        self.imagesHash = imagesHash
    }
}
