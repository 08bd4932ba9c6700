import VAE

/// What an evaluation measures beyond the evidence lower bound.
public struct EvaluationOptions: Sendable, Hashable {
    /// Whether the bound with the model's own prior is measured too, which takes as long per image as drawing several.
    public var hasPriorDensity = false
    /// The number of draws per image for an importance-weighted estimate of the likelihood; nil for none.
    public var importanceSamples: Int?
    /// The number of steps of a flow prior's densities.
    package var densitySteps = DensityOptions.defaultSteps
    /// The seed of the draws, and of binary images if the model was trained on such.
    public var seed: UInt64 = 0

    public init() {}
}
