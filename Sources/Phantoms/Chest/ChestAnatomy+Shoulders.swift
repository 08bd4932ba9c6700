import Platform

extension ChestAnatomy {
    /// Clavicles, shoulder blades and the upper ends of the arm bones.
    func drawShoulders(on canvas: inout Canvas) {
        let tilt = tan(clavicleTilt * .pi / 180)
        let drop = shoulderDrop
        for side in [-1.0, 1.0] {
            func chain(_ steps: [(x: Double, y: Double, radius: Double, weight: Double)]) -> Tube {
                var tube = Tube()
                for step in steps {
                    tube.append(Point(0.5 + side * step.x, step.y), radius: step.radius, weight: step.weight)
                }
                return tube.smoothed(pieces: 5)
            }
            let outer = 0.185 + drop
            let inner = outer + 0.3 * tilt
            bone(
                chain([
                    (0.04, inner, 0.017, 0.12), (0.12, inner - 0.12 * tilt - 0.002, 0.0125, 0.16),
                    (0.24, inner - 0.26 * tilt - 0.014, 0.012, 0.16), (0.345, outer, 0.013, 0.12),
                ]), on: &canvas)
            let shoulder = 0.215 + drop
            bone(
                chain([
                    (0.27, shoulder + 0.02, 0.007, 0.05), (0.275, shoulder + 0.1, 0.006, 0.08),
                    (0.315, shoulder + 0.22, 0.007, 0.08), (0.355, shoulder + 0.12, 0.011, 0.12),
                    (0.375, shoulder + 0.02, 0.014, 0.14),
                ]), on: &canvas)
            bone(
                chain([
                    (0.28, shoulder - 0.005, 0.009, 0.05), (0.34, shoulder - 0.02, 0.012, 0.1),
                    (0.4, shoulder - 0.04, 0.015, 0.1),
                ]), on: &canvas)
            let hang = bodyHalfWidth + 0.055
            bone(
                chain([
                    (0.41, shoulder + 0.015, 0.043, 0.16), (0.425, shoulder + 0.045, 0.04, 0.17),
                    (0.435, shoulder + 0.11, 0.022, 0.2), (hang + 0.3 * armGap, 0.58, 0.019, 0.22),
                    (hang + 1.1 * armGap, 1.1, 0.019, 0.22),
                ]), on: &canvas)
        }
    }

    private func bone(_ tube: Tube, on canvas: inout Canvas) {
        canvas.stroke(tube) { distance, radius, weight, value in
            let whole = Blending.rounded(depth: radius - distance, radius: radius)
            let marrow = Blending.rounded(depth: 0.7 * radius - distance, radius: 0.7 * radius)
            value += weight * (whole - 0.45 * marrow)
        }
    }
}
