extension HeadAnatomy {
    /// The cleft between the halves with the falx in it, and the Sylvian fissures at the sides.
    func drawFissures(_ outline: HeadOutline, on canvas: inout Canvas) {
        var fluid = Canvas(canvas.grid)
        let softness = 0.6 * canvas.grid.sampleSide + 0.002
        let inner = halfLength - scalp - skull * 0.8
        let frontEnd = Blending.mix(-0.165, -0.2, level)
        let backEnd = Blending.mix(0.14, 0.2, level)
        let clefts: [(from: Double, to: Double, width: Double)] = [
            (-inner, frontEnd, 1), (inner, backEnd, 0.6),
        ]
        for cleft in clefts {
            var tube = Tube()
            for step in 0...4 {
                let y = cleft.from + (cleft.to - cleft.from) * Double(step) / 4
                let open = step == 0 ? 1.5 : (step == 4 ? 0.45 : 0.8)
                tube.append(place(0, y), radius: 0.5 * fissure * cleft.width * open)
            }
            fluid.cover(with: tube, softness: softness)
        }
        let low = Blending.step(level, from: 0.9, to: 0.2)
        let side = halfWidth - scalp - skull
        for half in [-1.0, 1.0] {
            var sylvian = Tube()
            let radius = (0.25 + 0.75 * sulci) * (0.3 + 0.7 * low)
            sylvian.append(place(half * side, 0.015), radius: 0.008 * radius)
            sylvian.append(place(half * (side - 0.045), -0.005), radius: 0.0075 * radius)
            sylvian.append(place(half * (side - 0.085), -0.035), radius: 0.008 * radius)
            sylvian.append(place(half * (side - 0.08), -0.085), radius: 0.005 * radius)
            fluid.cover(with: sylvian.smoothed(pieces: 4), softness: softness)
        }
        for index in canvas.values.indices where fluid.values[index] > 0 {
            canvas.values[index] = Blending.mix(canvas.values[index], Tissue.fluid, fluid.values[index])
        }
        drawFalx(from: -inner, to: frontEnd - 0.03, on: &canvas)
        drawFalx(from: inner, to: backEnd + 0.02, on: &canvas)
    }

    /// A thin bright sheet; behind, it ends in the triangle of the sagittal sinus.
    private func drawFalx(from start: Double, to end: Double, on canvas: inout Canvas) {
        var sheet = Tube()
        sheet.append(place(0, start), radius: 0.006)
        sheet.append(place(0, start + (end - start) * 0.14), radius: 0.0028)
        sheet.append(place(0, end), radius: 0.0016)
        let softness = 0.6 * canvas.grid.sampleSide + 0.001
        let amount = 0.35 + 0.65 * falx
        canvas.stroke(sheet, margin: softness) { distance, radius, _, value in
            let share = amount * Blending.step(distance, from: radius + softness, to: radius - softness)
            value = Blending.mix(value, 0.66, share * min(1, 2 * radius / softness))
        }
    }
}
