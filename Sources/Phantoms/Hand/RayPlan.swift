/// The usual adult measures of one digit with its metacarpal, in millimetres and degrees clockwise from up.
struct RayPlan {
    let digit: Int
    /// Where the metacarpal begins.
    let base: Point
    let angle: Double
    let fingerAngle: Double
    /// How far this finger goes with the spread of all.
    let spreadShare: Double
    /// How the outer phalanges lean.
    let curl: Double
    let lengths: [Double]
    /// Half widths of base, shaft and head, one a bone.
    let widths: [(Double, Double, Double)]

    func ratio(in hand: HandAnatomy) -> Double {
        switch digit {
        case 1: hand.indexOverRing
        case 4: hand.littleFinger
        default: 1
        }
    }

    static let all: [RayPlan] = [
        RayPlan(
            digit: 0, base: Point(25, -14), angle: 42, fingerAngle: 40, spreadShare: 0, curl: 6,
            lengths: [45, 32, 23], widths: [(7.5, 4.8, 7), (7.4, 4.4, 5.6), (6.4, 3, 4)]),
        RayPlan(
            digit: 1, base: Point(14.5, -19), angle: 8, fingerAngle: 6, spreadShare: 0.5, curl: -1.5,
            lengths: [66, 40, 23.5, 17], widths: [(7.8, 4, 7.2), (7.3, 4.4, 5.4), (6.2, 3.7, 4.5), (5, 2.4, 3.6)]),
        RayPlan(
            digit: 2, base: Point(3, -19), angle: 0, fingerAngle: 0, spreadShare: 0.02, curl: 0,
            lengths: [64, 44.5, 27.5, 18], widths: [(7, 4, 7.4), (7.5, 4.6, 5.6), (6.5, 3.9, 4.7), (5.2, 2.5, 3.8)]),
        RayPlan(
            digit: 3, base: Point(-7, -18), angle: -8, fingerAngle: -6, spreadShare: -0.45, curl: 1.5,
            lengths: [57, 41, 26, 18], widths: [(5.8, 3.4, 6.4), (6.9, 4.2, 5.1), (5.9, 3.5, 4.3), (4.9, 2.4, 3.6)]),
        RayPlan(
            digit: 4, base: Point(-16.5, -15), angle: -17, fingerAngle: -14, spreadShare: -1, curl: 3,
            lengths: [53, 33, 19, 16], widths: [(6.2, 3.4, 6), (6.4, 3.7, 4.5), (5.1, 3, 3.7), (4.2, 2, 3.1)]),
    ]
}
