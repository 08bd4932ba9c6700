import Kernels
import Layers

/// The gradients of a batch that is cut into lanes: every lane has an arena of its own, and they are added in the
/// order of the lanes. All memory is taken at the start.
struct LaneGradients: Sendable {
    private let lanes: [Arena]
    private let cut: LaneCut
    private let sum: GradientSum
    private let pool: WorkerPool

    /// - slots: to whose gradients lanes add; the others' are finished for the whole batch.
    init(_ layout: ParameterLayout, slots: [Slot], cut: LaneCut, pool: WorkerPool) {
        lanes = (0..<cut.count).map { _ in Arena(layout) }
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

    /// The places in a batch of that size that belong to a lane.
    func places(of lane: Int, batch: Int) -> Range<Int> { cut.places(of: lane, batch: batch) }

    /// Adds up the lanes that a batch of that size has, and returns the Euclidean norm of the whole gradient.
    func addUp(batch: Int) -> Double { sum.intoFirst(cut.laneCount(batch: batch), pool: pool) }
}
