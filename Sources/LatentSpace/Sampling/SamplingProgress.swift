/// How far the making of samples has come.
package struct SamplingProgress: Sendable, Hashable {
    package enum Stage: Sendable, Hashable {
        /// Samples are drawn from the prior.
        case drawing
        /// Candidates, of which there are more than samples, are drawn from the prior.
        case drawingCandidates
        /// Candidates are decoded, encoded and given their densities, for a choice among them.
        case weighing
    }

    package let stage: Stage
    /// The number that is done, out of `total`.
    package let done: Int
    package let total: Int
}
