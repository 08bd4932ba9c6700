import Kernels
import Platform
import VAE

/// A long step of a flow that one draw of a batch teaches.
struct LongStep: BitwiseCopyable {
    /// The number of steps of this size from noise to latents.
    let count: Int
    /// The place of the step on the path, 0..<count.
    let place: Int
    let priorClass: PriorClass
    /// The row of its lane.
    let row: Int

    /// Chooses a step by two uniform numbers. All sizes are equally likely, and so are the places of each.
    init(_ uniform: Buffer, of steps: LongSteps, told priorClass: PriorClass, row: Int) {
        /// One of the first integers. A uniform number may round up to 1.
        func integer(below limit: Int, _ uniform: Float) -> Int { min(limit - 1, Int(uniform * Float(limit))) }
        let count = 1 << integer(below: steps.maximumCount.trailingZeroBitCount + 1, uniform[0])
        self.init(count: count, place: integer(below: count, uniform[1]), told: priorClass, row: row)
    }

    init(count: Int, place: Int, told priorClass: PriorClass, row: Int) {
        (self.count, self.place, self.priorClass, self.row) = (count, place, priorClass, row)
    }

    var size: Double { 1 / Double(count) }
    var time: Double { Double(place) * size }
}
