import VAE

/// How a flow prior is fitted.
package struct FlowSettings: Sendable, Hashable, Codable {
    package var network = FlowConfiguration()
    /// The share of the run: 1 where nothing else is trained.
    package var share = 0.4
    package var batch = 64
    package var learningRate = 1e-3
    /// The share of themselves that the averaged weights keep in a step.
    package var averaging = 0.998

    package init() {}

    func validate() throws(TrainingError) {
        do throws(ConfigurationError) { try network.validate() } catch { throw .configuration(error) }
        try TrainingSettings.check(.flowBatch, Double(batch), .within(1, 65_536))
        try TrainingSettings.check(.flowShare, share, .within(0, 1))
    }
}
