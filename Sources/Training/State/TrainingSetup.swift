import VAE

/// What a run was started with.
public struct TrainingSetup: Sendable, Hashable, Codable {
    public var configuration: ModelConfiguration
    public var settings: TrainingSettings
    /// A hash over all images, so that a run goes on with those that it began with.
    public var imagesHash: UInt64

    public init(configuration: ModelConfiguration, settings: TrainingSettings, imagesHash: UInt64) {
        self.configuration = configuration
        self.settings = settings
        self.imagesHash = imagesHash
    }
}
