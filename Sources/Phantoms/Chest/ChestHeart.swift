import Platform

/// The shadow of the heart and the great vessels, x counted from the midline.
struct ChestHeart {
    private let centre: Point
    private let axis: Point
    private let long: Double
    private let short: Double
    private let atrium: Point
    private let atriumRadius: Double
    private let knob: Point
    private let knobRadius: Double
    private let trunk: Point
    private let ventricle: Point
    private let ventricleRadius: Double
    private let bandHalfWidth: Double
    private let top: Double
    private let apexHeight: Double

    init(_ chest: ChestAnatomy, lungs: ChestLungs) {
        let width = chest.heartWidth * 2 * chest.lungHalfWidth
        let angle = chest.heartTilt * .pi / 180
        axis = Point(cos(angle), sin(angle))
        let shape = 0.78
        long = 0.5 * width / (axis.x * axis.x + shape * shape * axis.y * axis.y).squareRoot()
        short = shape * long
        // A third of the heart lies to the patient's right of the midline.
        centre = Point(0.19 * width, lungs.base - chest.domeHeight - 0.2 * width - 0.014)
        atriumRadius = 0.3 * width
        atrium = Point(-0.335 * width + atriumRadius, centre.y + 0.02)
        let half = 0.5 * chest.mediastinum
        bandHalfWidth = half
        knobRadius = 0.036 * chest.aorticKnob
        knob = Point(half - 0.012, lungs.apex + 0.2)
        trunk = Point(half - 0.03, lungs.apex + 0.28)
        ventricleRadius = 0.72 * short
        ventricle = centre + axis * (long - ventricleRadius - 0.01)
        top = lungs.apex
        apexHeight = centre.y
    }

    /// How much of the lung's depth the heart and vessels fill at `p`, 0...1.
    @inline(__always)
    func cover(_ p: Point, softness: Double) -> Double {
        let offset = p - centre
        let u = offset.dot(axis) / long
        let v = (offset.y * axis.x - offset.x * axis.y) / short
        let rho = (u * u + v * v).squareRoot()
        var outside = (rho - 1) * short
        outside = Blending.softMinimum(outside, (p - atrium).length - atriumRadius, 0.05)
        // The left border runs straight from the pulmonary trunk to the tip of the ventricle.
        let border = ventricle - trunk
        let t = Blending.clamp((p - trunk).dot(border) / border.dot(border))
        let coneRadius = Blending.mix(0.042, ventricleRadius, t)
        outside = Blending.softMinimum(outside, (p - trunk - border * t).length - coneRadius, 0.04)
        // The band between the lungs: wider towards the neck and towards the heart.
        let spread =
            0.02 * Blending.step(p.y, from: top + 0.2, to: top)
            + 0.02 * Blending.step(p.y, from: top + 0.2, to: apexHeight)
        let band = abs(p.x + 0.004) - bandHalfWidth - spread + 0.012
        outside = Blending.softMinimum(outside, band, 0.03)
        outside = Blending.softMinimum(outside, (p - knob).length - knobRadius, 0.03)
        let depth = softness - outside
        return (0.9 + 0.1 * Blending.step(depth, from: 0, to: 0.12)) * Blending.rounded(depth: depth, radius: 0.03)
    }
}
