/// How far the making of samples has come.
public struct SamplingProgress: Sendable, Hashable {
    public enum Stage: Sendable, Hashable {
        /// Samples are drawn from the prior.
        case drawing
        /// Candidates, of which there are more than samples, are drawn from the prior.
        case drawingCandidates
        /// Candidates are decoded, encoded and given their densities, for a choice among them.
        case weighing
    }

    public let stage: Stage
    /// The number that is done, out of `total`.
    public let done: Int
    public let total: Int
}
