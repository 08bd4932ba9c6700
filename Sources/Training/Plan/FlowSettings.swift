import VAE

/// The settings for fitting a flow prior.
package struct FlowSettings: Sendable, Hashable, Codable {
    package var network = FlowConfiguration(predictsRest: true, matchesSpectrum: true)
    /// The share of the run, 0...1; 1 if nothing else is trained.
    package var share = 0.4
    /// The number of latents per step. On 719 radiographs of 256×256, nine minutes with 32 gave better samples than with 64,
    /// because they are twice as many steps.
    package var batch = 32
    package var learningRate = 1e-3
    /// The decay per step of the running average of the weights.
    package var averaging = 0.998

    package init() {}

    func validate() throws(TrainingError) {
        do throws(ConfigurationError) { try network.validate() } catch { throw .configuration(error) }
        try TrainingSettings.check(.flowBatch, Double(batch), .within(1, 65_536))
        try TrainingSettings.check(.flowShare, share, .within(0, 1))
    }
}
