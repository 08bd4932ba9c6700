import Platform

/// The outlines of both lungs as tables over height, as distances from the midline.
struct ChestLungs {
    /// The outer border; below the angle it stays where it was.
    let outer: Curve
    /// The inner border, before the heart and the vessels cover some of it.
    let inner: Curve
    /// The diaphragm's height at a distance from the midline, right and left lung.
    let rightDome: Curve
    let leftDome: Curve
    let apex: Double
    let base: Double

    init(_ chest: ChestAnatomy) {
        let apex = chest.apex
        let height = chest.lungHeight
        let half = chest.lungHalfWidth
        let base = apex + height
        let crown = 0.42 * half
        let inside = 0.03 + 0.1 * chest.mediastinum
        // A superellipse's quarter for the crown, then sides that widen a little towards the base.
        func quarter(_ t: Double) -> Double {
            let u = 1 - Blending.clamp(t)
            return pow(1 - pow(u, 2.3), 1 / 2.0)
        }
        outer = Curve(over: apex...base) { y in
            let t = (y - apex) / height
            return crown + (half * (0.9 + 0.1 * Blending.clamp(t * 1.15)) - crown) * quarter(t / 0.6)
        }
        inner = Curve(over: apex...base) { y in
            crown - (crown - inside) * quarter((y - apex) / (0.3 * height))
        }
        func dome(rise: Double) -> Curve {
            Curve(over: 0...0.5) { x in
                let summit = 0.42 * half
                let t = (x - summit) / (half - summit)
                let fall = x > summit ? 1.35 * pow(t, 2.4) : 0.5 * t * t
                return base - rise - chest.domeHeight * (1 - min(fall, 1.3))
            }
        }
        rightDome = dome(rise: chest.rightDomeRise)
        leftDome = dome(rise: 0)
        self.apex = apex
        self.base = base
    }
}
