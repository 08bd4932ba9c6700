import Kernels
import Platform

/// The sum of the lanes' gradients, in the order of the lanes.
///
/// - Complexity: O(lanes · floats of the lanes' slots + floats of the arena); takes no memory once it is made.
package struct GradientSum: Sendable {
    private let lanes: [Arena]
    private let parts: ArenaParts
    /// The ranges of the arena that lanes add to, in order.
    private let ranges: [Range<Int>]
    /// The sum of squares of every part.
    private let squares: SharedArray<Double>
    /// The number of lanes to add in the current run.
    private let laneCount: SharedArray<Int>
    private let adding: WorkerPool.Work

    /// - Parameters:
    ///   - lanes: Arenas of one layout; the sum is left in the first.
    ///   - slots: Those to whose gradients lanes add; the gradients of the others stand in the first arena alone.
    package init(lanes: [Arena], slots: [Slot]) {
        precondition(!lanes.isEmpty, "there is an arena")
        let parts = ArenaParts(lanes[0])
        let ranges = slots.map { $0.offset..<$0.offset + $0.count }.sorted { $0.lowerBound < $1.lowerBound }
        let squares = SharedArray(repeating: 0.0, count: parts.count)
        let laneCount = SharedArray(repeating: lanes.count, count: 1)
        adding = WorkerPool.Work { part, _ in
            let whole = parts[part]
            for range in ranges where range.overlaps(whole) {
                let shared = range.clamped(to: whole)
                for lane in 1..<max(1, laneCount[0]) {
                    KernelSet.current.add(lanes[lane].buffer[shared], to: lanes[0].buffer[shared])
                }
            }
            squares[part] = KernelSet.current.sumOfSquares(lanes[0].buffer[whole])
        }
        self.lanes = lanes
        self.parts = parts
        self.ranges = ranges
        self.squares = squares
        self.laneCount = laneCount
    }

    /// Sets a lane's slots to zero.
    package func clear(lane: Int) {
        for range in ranges { lanes[lane].buffer[range].fill(0) }
    }

    /// Adds the first `count` lanes to the first, in order, and returns the Euclidean norm of the whole gradient.
    package func intoFirst(_ count: Int, pool: WorkerPool) -> Double {
        laneCount[0] = count
        pool.run(parts.count, adding)
        return (0..<parts.count).reduce(0) { $0 + squares[$1] }.squareRoot()
    }
}
