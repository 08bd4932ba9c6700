import Platform

/// The gradients of a batch that is cut into lanes. Every lane has an arena of its own, and the arenas are added in the
/// order of the lanes. All memory is taken at the start.
package struct LaneGradients: Sendable {
    private let lanes: [Arena]
    private let cut: LaneCut
    private let sum: GradientSum
    private let pool: WorkerPool
    /// The number of arenas that are added whatever the batch's size.
    private let minimumCount: Int

    /// - Parameters:
    ///   - slots: Those to whose gradients lanes add; the gradients of the others are finished for the whole batch.
    ///   - minimumCount: The number of arenas that something other than images adds to, in every batch.
    package init(_ layout: ParameterLayout, slots: [Slot], cut: LaneCut, pool: WorkerPool, minimumCount: Int = 0) {
        lanes = (0..<max(cut.count, minimumCount)).map { _ in Arena(layout) }
        self.minimumCount = minimumCount
        self.cut = cut
        self.pool = pool
        sum = GradientSum(lanes: lanes, slots: slots)
    }

    /// The gradient of the whole batch after `addUp`.
    package var total: Arena { lanes[0] }

    /// A lane's own gradients, set to zero.
    package func cleared(lane: Int) -> Arena {
        sum.clear(lane: lane)
        return lanes[lane]
    }

    /// What a lane of a batch of that size has added up, or zeros where the batch has no such lane.
    package func lane(_ lane: Int, batch: Int) -> Arena {
        lane < cut.laneCount(batch: batch) ? lanes[lane] : cleared(lane: lane)
    }

    /// Adds the lanes of a batch of that size, and returns the Euclidean norm of the whole gradient.
    package func addUp(batch: Int) -> Double {
        sum.intoFirst(max(minimumCount, cut.laneCount(batch: batch)), pool: pool)
    }
}
