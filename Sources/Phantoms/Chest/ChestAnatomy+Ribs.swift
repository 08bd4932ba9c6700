import Platform

extension ChestAnatomy {
    /// Twelve pairs: each a tilted hoop from the spine round the side to the front, where it ends in unseen cartilage.
    func drawRibs(_ lungs: ChestLungs, on canvas: inout Canvas) {
        for number in 0..<12 {
            for side in [-1.0, 1.0] {
                let rib = rib(number, side: side, lungs: lungs)
                let margin = 0.5 * canvas.grid.sampleSide
                canvas.stroke(rib, margin: margin) { distance, radius, weight, value in
                    // A tube with a dense wall, brightest at its two edges.
                    let whole = Blending.rounded(depth: radius + margin - distance, radius: radius)
                    let marrow = Blending.rounded(depth: 0.62 * radius - distance, radius: 0.62 * radius)
                    value += weight * (whole - 0.42 * marrow)
                }
            }
        }
    }

    private func rib(_ number: Int, side: Double, lungs: ChestLungs) -> Tube {
        let start = apex - 0.005 + ribSpacing * Double(number)
        let slope = tan(ribSlope * .pi / 180)
        // Where the hoop reaches the side: found by stepping twice, as the width depends on the height.
        var wide = lungs.outer(start + 0.1)
        wide = lungs.outer(start + slope * wide) + 0.008
        let drop = slope * wide * (number == 0 ? 0.75 : 1)
        let isFloating = number >= 10
        let end = isFloating ? (number == 10 ? 0.55 : 0.42) : 0.8
        let steps = 30
        var tube = Tube()
        for step in 0...steps {
            let angle = Double.pi * end * Double(step) / Double(steps)
            let x = 0.03 + (wide - 0.03) * sin(angle)
            // Level or rising as it leaves the spine, then down, steepest in front.
            let fall = pow(1 - cos(angle), 1.2) - 0.14 * sin(2 * min(angle, .pi / 2))
            let y = start + drop * fall
            let isFront = Blending.step(angle, from: 0.42 * .pi, to: 0.6 * .pi)
            // At the side, where rays run along the rib, its path would drown all else.
            let square = sin(angle) * sin(angle)
            let atSide = 1 - 0.3 * square * square * square * square
            let fade = Blending.step(angle, from: 0.8 * .pi, to: 0.68 * .pi)
            tube.append(
                Point(midline(y) + side * x, y),
                radius: 0.0115 * ribThickness * (number == 0 ? 1.15 : 1) * (1 + 0.25 * isFront),
                weight: ribContrast * 0.115 * atSide * (1 - 0.35 * isFront) * (isFloating ? 1 : fade))
        }
        return tube
    }
}
