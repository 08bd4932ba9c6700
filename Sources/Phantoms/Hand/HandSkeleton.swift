import Platform

/// Where the bones of a hand lie, in millimetres about the wrist: thumb to the right, fingers up (negative y).
struct HandSkeleton {
    /// Metacarpal and phalanges of the thumb (0) to the little finger (4), base to tip.
    private(set) var rays: [[LongBone]] = []
    /// Radius and ulna.
    private(set) var forearm: [LongBone] = []
    private(set) var carpals: [CarpalBone] = []
    /// The direction of the forearm from the wrist.
    let forearmDirection: Point

    var longBones: [LongBone] { forearm + rays.joined() }

    init(_ hand: HandAnatomy, random: inout RandomSource) {
        forearmDirection = Self.direction(degrees: 180 + hand.wristDeviation)
        for ray in RayPlan.all {
            rays.append(Self.bones(of: ray, in: hand, random: &random))
        }
        forearm = makeForearm(hand)
        carpals = Self.makeCarpals(hand, random: &random)
    }

    /// Degrees clockwise from straight up.
    static func direction(degrees: Double) -> Point {
        Point(sin(degrees * .pi / 180), -cos(degrees * .pi / 180))
    }

    private static func bones(of plan: RayPlan, in hand: HandAnatomy, random: inout RandomSource) -> [LongBone] {
        let isThumb = plan.digit == 0
        let spread = isThumb ? 0 : hand.spread * plan.spreadShare
        let wobble = 2.2 * random.normal()
        var angle = isThumb ? hand.thumbAngle : plan.angle + 0.25 * spread
        var start = Point(plan.base.x * hand.breadth, plan.base.y)
        var bones: [LongBone] = []
        for (segment, length) in plan.lengths.enumerated() {
            if segment == 1 { angle = isThumb ? hand.thumbAngle - 8 : plan.fingerAngle + spread + wobble }
            if segment > 1 { angle += (isThumb ? 6 : plan.curl) + 1.2 * random.normal() }
            // A bent finger lifts off the detector: its outer segments are foreshortened.
            let lift = segment < 2 || isThumb ? 0.2 : (segment == 2 ? 0.6 : 0.9)
            var scale = cos(hand.flexion * lift * .pi / 180)
            if segment > 0 { scale *= hand.fingerLength * plan.ratio(in: hand) }
            let end = start + direction(degrees: angle) * (length * scale)
            let widths = plan.widths[segment]
            bones.append(
                LongBone(
                    base: start, head: end, baseRadius: widths.0 * hand.boneWidth,
                    shaftRadius: widths.1 * hand.boneWidth, headRadius: widths.2 * hand.boneWidth,
                    baseCap: segment == 0 ? 2.5 : 1.8, headCap: segment == plan.lengths.count - 1 ? 3 : 4,
                    wall: (segment == 0 ? 2.3 : 1.9) * hand.wall))
            // The joint space, cartilage, that shows dark.
            start = end + direction(degrees: angle) * 1.4
        }
        return bones
    }

    private func makeForearm(_ hand: HandAnatomy) -> [LongBone] {
        let along = forearmDirection
        let across = Point(along.y, -along.x)  // towards the thumb for a forearm straight down
        let width = hand.boneWidth
        let radius = ForearmPlan(
            offset: 7.5 * hand.breadth, top: 15.5, endRadius: 15.5, shaftRadius: 7.2, spreading: 2, slant: 0.3)
        let ulna = ForearmPlan(
            offset: -16 * hand.breadth, top: 19.5, endRadius: 8.6, shaftRadius: 6, spreading: 1, slant: -0.15)
        return [radius, ulna].map { plan in
            LongBone(
                base: across * plan.offset + along * plan.top,
                head: across * (plan.offset + plan.spreading) + along * 170,
                baseRadius: plan.endRadius * width, shaftRadius: plan.shaftRadius * width,
                headRadius: plan.shaftRadius * width * 1.2, baseCap: 5, headCap: 6, wall: 2.8 * hand.wall,
                depthRatio: 0.62, slant: plan.slant)
        }
    }

    /// A bone of the forearm, in millimetres: its place across the wrist and below it, and its shape.
    private struct ForearmPlan {
        let offset: Double
        let top: Double
        let endRadius: Double
        let shaftRadius: Double
        /// The additional offset at the far end.
        let spreading: Double
        let slant: Double
    }

    private static func makeCarpals(_ hand: HandAnatomy, random: inout RandomSource) -> [CarpalBone] {
        // centre x, y; half axes; direction of the first axis in degrees from up
        let plan: [(Double, Double, Double, Double, Double)] = [
            (12, 7, 12.5, 6.8, 38),  // scaphoid
            (-1, 9, 8.6, 7.2, 80),  // lunate
            (-14, 6, 8.2, 6.4, 60),  // triquetrum
            (-17, 4, 5, 4.4, 0),  // pisiform, in front of the triquetrum
            (19.5, -9, 8, 7, 30),  // trapezium
            (10.5, -11, 6.2, 6, 0),  // trapezoid
            (0, -6.5, 11.5, 7.2, 5),  // capitate
            (-12, -8, 9.5, 7.6, 150),  // hamate
        ]
        return plan.map { x, y, first, second, degrees in
            CarpalBone(
                centre: Point(x * hand.breadth + 0.6 * random.normal(), y + 0.6 * random.normal()),
                radii: Point(first, second) * (1.13 + 0.05 * random.normal()),
                direction: direction(degrees: degrees + 6 * random.normal()),
                unevenness: Point(0.07 * random.normal(), 0.06 * random.normal()))
        }
    }
}
