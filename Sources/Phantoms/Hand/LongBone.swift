/// A long bone seen from the front: a shaft that flares towards its base and its head, with a wall of dense bone around
/// spongy bone. Lengths in millimetres.
struct LongBone {
    var base: Point
    var head: Point
    /// Half widths at the base, in the shaft and at the head.
    var baseRadius: Double
    var shaftRadius: Double
    var headRadius: Double
    /// How far the ends are rounded along the axis.
    var baseCap: Double
    var headCap: Double
    /// Thickness of the wall in the shaft; towards the ends it thins.
    var wall: Double
    /// Thickness along the ray, as a share of the width.
    var depthRatio = 1.0
    /// How far the base's joint surface leans, its thumb side further out, as rise over run.
    var slant = 0.0

    /// The outline's half width, and the marrow's, at `u` millimetres from the base along the axis.
    struct Profile {
        let outer: Curve
        let inner: Curve
        /// The spongy bone's share of dense bone.
        let fill: Curve
        let reach: Double
    }

    func profile(density: Double) -> Profile {
        let length = (head - base).length
        func flare(_ u: Double) -> Double {
            let t = u / length
            let fromBase = Blending.clamp(1 - u / min(0.42 * length, 42))
            let fromHead = Blending.clamp((t - 0.62) / 0.38)
            return shaftRadius + (baseRadius - shaftRadius) * fromBase * fromBase * (1.6 - 0.6 * fromBase)
                + (headRadius - shaftRadius) * Blending.step(fromHead, from: 0, to: 0.85)
        }
        func capped(_ u: Double, inset: Double) -> Double {
            let fromBase = Blending.rounded(depth: u - inset, radius: baseCap)
            let fromHead = Blending.rounded(depth: length - inset - u, radius: headCap)
            return min(fromBase, fromHead)
        }
        let wallAt = { (u: Double) -> Double in
            let t = Blending.clamp(u / length)
            return 0.7 + (self.wall - 0.7) * Blending.step(4 * t * (1 - t), from: 0.3, to: 1)
        }
        let range = 0...length
        return Profile(
            outer: Curve(over: range, count: 96) { flare($0) * capped($0, inset: 0) },
            inner: Curve(over: range, count: 96) { max(0, (flare($0) - wallAt($0)) * capped($0, inset: 0.8)) },
            fill: Curve(over: range, count: 32) { u in
                let t = Blending.clamp(u / length)
                return density * Blending.mix(0.55, 0.16, Blending.step(4 * t * (1 - t), from: 0.35, to: 1))
            },
            reach: max(baseRadius, shaftRadius, headRadius))
    }
}
