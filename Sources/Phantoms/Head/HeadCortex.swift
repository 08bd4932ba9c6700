import Platform

/// The folded rim of the brain: sulci that run in from the surface, each lined with grey matter.
///
/// A sulcus is where smooth noise over (place along the rim, depth) crosses zero. The noise is stretched inwards, so the
/// crossings run inwards and wander, as folds do.
struct HeadCortex {
    private let folds: CoherentNoise
    private let warp: CoherentNoise
    private let frequency: Double
    private let sulcusWidth: Double
    private let ribbon: Double

    init(_ head: HeadAnatomy, random: inout RandomSource) {
        folds = CoherentNoise(random: &random)
        warp = CoherentNoise(random: &random)
        frequency = 15 * head.folding
        sulcusWidth = head.sulci
        ribbon = head.greyRibbon
    }

    /// The shares of fluid and, of the rest, of grey matter at a point of the brain.
    ///
    /// - Parameters:
    ///   - p: from the head's centre.
    ///   - depth: how far below the brain's surface.
    ///   - softness: half the width over which edges are blurred.
    @inline(__always)
    func shares(_ p: Point, depth: Double, softness: Double) -> (fluid: Double, grey: Double) {
        let innermost = 0.15
        guard depth < innermost else { return (0, 0) }
        // Each half has its own folds; the seam lies in the midline fissure.
        let offset = p.x > 0 ? 0.0 : 17
        let bend = warp.value(p.x * 9 + offset, p.y * 9)
        let along = atan2(p.y, abs(p.x)) * 0.36 + 0.03 * bend
        let inwards = depth + 0.025 * warp.value(p.x * 7 + 5, p.y * 7 + offset)
        let fold = abs(folds.value(along * frequency + 40, inwards * frequency * 0.5 + offset + 40))
        // In units of length: how far the nearest sulcus is. The noise's slope is about 1.4 a unit.
        let distance = fold / (1.4 * frequency)
        let extent = 0.05 + 0.05 * (0.5 + warp.value(p.x * 5 + 11, p.y * 5 + offset))
        let reach = Blending.step(inwards, from: extent + 0.035, to: extent - 0.005)
        let width = 0.0004 + 0.0038 * sulcusWidth
        let opening = width * (1.25 - 0.7 * depth / innermost)
        let coverage = Blending.step(distance, from: opening + softness, to: opening - softness)
        // Not all are open: in some the banks touch.
        let open = 0.25 + 0.75 * Blending.step(warp.value(p.x * 8 + 3, p.y * 8 + offset + 9), from: -0.25, to: 0.25)
        // A sulcus narrower than the blur shows only as much as it fills of it.
        let fluid = coverage * reach * open * min(1, opening / softness + 0.15)
        let lining = Blending.step(distance, from: ribbon * 0.75 + softness, to: ribbon * 0.75 - softness) * reach
        let rim = Blending.step(depth, from: ribbon + softness + 0.004, to: ribbon - softness)
        return (fluid, max(lining, rim))
    }
}
