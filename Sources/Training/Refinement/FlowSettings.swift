import VAE

/// How a flow prior is fitted.
public struct FlowSettings: Sendable, Hashable, Codable {
    public var network = FlowConfiguration()
    /// The share of the run: 1 where nothing else is trained.
    public var share = 0.4
    public var batch = 64
    public var learningRate = 1e-3
    /// The share of themselves that the averaged weights keep in a step.
    public var averaging = 0.998

    public init() {}

    func validate() throws(TrainingError) {
        do {
            try network.validate()
        } catch ConfigurationError.flowWidth {
            throw .setting("--flow-width must be a multiple of 8 within 8...4096")
        } catch ConfigurationError.outOfRange("flow blocks", _, let range) {
            throw .setting("--flow-blocks must be within \(range.lowerBound)...\(range.upperBound)")
        } catch {
            throw .setting("\(error)")
        }
        guard (1...65_536).contains(batch), (0...1).contains(share) else {
            throw .setting("the prior's batch must be within 1...65536 and its share of the run 0...1")
        }
    }
}
