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

    /// Chooses a step by two uniform numbers. Smaller steps are chosen more often: they have more places, and larger ones
    /// are built on them.
    init(_ uniform: Buffer, of steps: LongSteps, told priorClass: PriorClass, row: Int) {
        let kinds = steps.maximumCount.trailingZeroBitCount + 1
        // A step of which there are 2ᵏ has the weight k + 1.
        var left = Double(uniform[0]) * Double(kinds * (kinds + 1) / 2)
        var kind = kinds - 1
        while kind > 0, left >= Double(kind + 1) {
            left -= Double(kind + 1)
            kind -= 1
        }
        self.init(
            count: 1 << kind, place: min((1 << kind) - 1, Int(uniform[1] * Float(1 << kind))), told: priorClass, row: row)
    }

    init(count: Int, place: Int, told priorClass: PriorClass, row: Int) {
        (self.count, self.place, self.priorClass, self.row) = (count, place, priorClass, row)
    }

    var size: Double { 1 / Double(count) }
    var time: Double { Double(place) * size }
}
