extension ChestAnatomy {
    /// Neck, shoulders, trunk and arms, without the lungs.
    func drawTissue(on canvas: inout Canvas) {
        var flesh = SoftTissue(on: canvas.grid, blend: 0.07)
        let drop = shoulderDrop
        for side in [-1.0, 1.0] {
            func part(
                _ start: (Double, Double), _ end: (Double, Double), _ radii: (Double, Double),
                _ thicknesses: (Double, Double)
            ) {
                flesh.add(
                    SoftTissue.Part(
                        start: Point(0.5 + side * start.0, start.1), end: Point(0.5 + side * end.0, end.1),
                        radii: radii, thicknesses: thicknesses))
            }
            if side > 0 { part((0, -0.3), (0, 0.16), (0.1, 0.12), (0.6, 0.7)) }
            part((0.03, 0.06), (0.36, 0.19 + drop), (0.07, 0.07), (0.55, 0.5))
            part((0.06, 0.15), (0.36, 0.23 + drop), (0.09, 0.09), (0.7, 0.56))
            // Two columns a side fill the trunk; the outer one rounds the flank.
            part((bodyHalfWidth - 0.17, 0.36), (bodyHalfWidth - 0.15, 1.3), (0.17, 0.15), (0.92, 1.08))
            part((0.1, 0.3), (0.1, 1.3), (0.2, 0.2), (0.92, 1.08))
            let hang = bodyHalfWidth + 0.055
            part((0.4, 0.25 + drop), (hang + 0.3 * armGap, 0.55), (0.085, 0.072), (0.5, 0.42))
            part((hang + 0.3 * armGap, 0.55), (hang + 1.4 * armGap, 1.3), (0.072, 0.062), (0.42, 0.38))
        }
        let grid = canvas.grid
        grid.visitAll { index, p in
            let across = (p.x - 0.5) / bodyHalfWidth
            let oval = 1.06 - 0.16 * min(across * across, 1.5)
            canvas.values[index] = 0.01 + 0.86 * bodyThickness * oval * flesh.path(at: index, roundness: 0.13)
        }
    }

    /// The vertebrae, stacked: bodies with denser rims, discs between, and the spinous processes' bright drops.
    func drawSpine(on canvas: inout Canvas) {
        var y = -0.02
        var height = 0.042
        while y < 1.05 {
            let half = 0.034 + 0.012 * y
            let centre = Point(midline(y), y)
            let grid = canvas.grid
            grid.visit(Box(around: centre, margin: 0.06)) { index, p in
                let dx = abs(p.x - midline(p.y)) / half
                let dy = abs(p.y - y) / (height * 0.5)
                guard dx < 1.3 && dy < 1 else { return }
                let body = Blending.step(dx, from: 1.08, to: 0.86) * Blending.step(dy, from: 1, to: 0.8)
                let rim = Blending.step(dx, from: 0.7, to: 0.95) + Blending.step(dy, from: 0.5, to: 0.85)
                let process = Blending.step(dx * dx * 12 + (dy - 0.3) * (dy - 0.3) * 4, from: 1, to: 0.4)
                canvas.values[index] += body * (0.07 + 0.025 * min(rim, 1)) + 0.05 * process
            }
            y += height * 1.12
            height += 0.0016
        }
    }
}
