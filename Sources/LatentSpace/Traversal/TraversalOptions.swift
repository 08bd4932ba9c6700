/// How far a traversal goes, and in how many sweeps and steps.
package struct TraversalOptions: Sendable, Hashable {
    /// The distance to both sides of the mean, in standard deviations.
    package var reach: Double
    /// The maximum number of sweeps.
    package var limit: Int
    /// The number of values of each sweep, both ends included.
    package var steps: Int
    /// The seed of the draws by which the prior's range is measured.
    package var seed: UInt64

    package init(reach: Double, limit: Int, steps: Int, seed: UInt64 = 0) {
        self.reach = reach
        self.limit = limit
        self.steps = steps
        self.seed = seed
    }
}
