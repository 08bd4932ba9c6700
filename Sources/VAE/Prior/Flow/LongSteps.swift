/// The long steps that a flow's network has learned beside the velocity: a few of them lead from noise to latents, at one
/// evaluation of the network each.
///
/// A long step is the mean velocity from a time on the path to a later one. The network is told the size of the step.
///
/// Source: Frans et al., 2024, arXiv:2410.12557 ("shortcut models").
package struct LongSteps: Sendable, Hashable, Codable {
    /// The number of the smallest steps from noise to latents, a power of two.
    package var maximumCount: Int
    /// The guidance that steps towards a class include, so that they cost one evaluation too.
    package var guidance: Double
    /// The time from which on they include it.
    package var guidanceStart: Double

    package init(
        maximumCount: Int = 8, guidance: Double = Transport.sampleGuidance,
        guidanceStart: Double = Transport.sampleGuidanceTimes.lowerBound
    ) {
        self.maximumCount = maximumCount
        self.guidance = guidance
        self.guidanceStart = guidanceStart
    }

    private static let maximumCounts = 1...1024

    /// The numbers of steps that lead from noise to latents: 1, 2, 4, …
    package var counts: [Int] { (0...maximumCount.trailingZeroBitCount).map { 1 << $0 } }

    /// The numbers of steps that are worth taking. The smallest steps are the base of the others, and the velocity itself
    /// gives better latents at their cost.
    package var usefulCounts: [Int] { counts.dropLast() }

    /// The size of the smallest step. The velocities at both of its ends are the base of all long steps.
    package var smallest: Double { 1 / Double(maximumCount) }

    /// Whether a velocity at a time is guided.
    package func isGuided(at time: Double) -> Bool { guidance != 1 && time >= guidanceStart }

    /// Checks what a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    func validate() throws(ConfigurationError) {
        guard Self.maximumCounts.contains(maximumCount), maximumCount.nonzeroBitCount == 1,
            (0...100).contains(guidance), (0...1).contains(guidanceStart)
        else { throw .longSteps }
    }
}
