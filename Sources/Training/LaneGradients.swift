import Kernels
import Layers

/// The gradients of a batch that is cut into lanes: every lane has an arena of its own, and they are added in the
/// order of the lanes. All memory is taken at the start.
struct LaneGradients: Sendable {
    private let lanes: [Arena]
    private let cut: LaneCut
    private let sum: GradientSum
    private let pool: WorkerPool

    /// The arenas that are added up whatever the batch's size.
    private let least: Int

    /// - slots: to whose gradients lanes add; the others' are finished for the whole batch.
    /// - least: arenas that something else than images adds to, in every batch.
    init(_ layout: ParameterLayout, slots: [Slot], cut: LaneCut, pool: WorkerPool, least: Int = 0) {
        lanes = (0..<max(cut.count, least)).map { _ in Arena(layout) }
        self.least = least
        self.cut = cut
        self.pool = pool
        sum = GradientSum(lanes: lanes, slots: slots)
    }

    /// The gradient of the whole batch after `addUp`.
    var total: Arena { lanes[0] }

    /// A lane's own gradients, set to zero.
    func cleared(lane: Int) -> Arena {
        sum.clear(lane: lane)
        return lanes[lane]
    }

    /// What a lane of a batch of that size has added up, or zeros where the batch has no such lane.
    func lane(_ lane: Int, batch: Int) -> Arena {
        lane < cut.laneCount(batch: batch) ? lanes[lane] : cleared(lane: lane)
    }

    /// The places in a batch of that size that belong to a lane.
    func places(of lane: Int, batch: Int) -> Range<Int> { cut.places(of: lane, batch: batch) }

    /// Adds up the lanes that a batch of that size has, and returns the Euclidean norm of the whole gradient.
    func addUp(batch: Int) -> Double { sum.intoFirst(max(least, cut.laneCount(batch: batch)), pool: pool) }
}
