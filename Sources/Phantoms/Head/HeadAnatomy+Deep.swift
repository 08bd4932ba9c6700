extension HeadAnatomy {
    /// Heads of the caudate, lentiform nuclei and thalami: grey matter deep in the white, gone in higher slices.
    func drawDeepGrey(on canvas: inout Canvas) {
        let presence = Blending.step(level, from: 1, to: 0.45)
        let opened = 0.012 * (ventricles - 1)
        for side in [-1.0, 1.0] {
            let caudate = LeaningEllipse(
                centre: (side * (0.068 + opened), -0.085), radii: (0.022, 0.042), lean: side * 0.35)
            let lentiform = LeaningEllipse(
                centre: (side * (0.128 + opened), -0.025), radii: (0.03, 0.062), lean: side * -0.25)
            let thalamus = LeaningEllipse(
                centre: (side * (0.047 + opened * 0.6), 0.048), radii: (0.034, 0.055), lean: side * -0.35)
            blend(grey, into: caudate, share: Blending.mix(0.4, 1, presence), on: &canvas)
            blend(grey, into: lentiform, share: presence, on: &canvas)
            blend(grey, into: thalamus, share: presence, on: &canvas)
        }
    }

    /// The lateral ventricles, drawn as a butterfly, and the slit of the third.
    func drawVentricles(on canvas: inout Canvas) {
        var fluid = Canvas(canvas.grid)
        let softness = 0.6 * canvas.grid.sampleSide + 0.002
        let low = 1 - level
        for side in [-1.0, 1.0] {
            let size = (ventricles * (1 + side * ventricleSkew)).squareRoot()
            let swell = ventricles * (1 + side * ventricleSkew)
            func tube(_ steps: [(x: Double, y: Double, radius: Double)]) {
                var tube = Tube()
                for step in steps {
                    tube.append(place(side * step.x, step.y), radius: step.radius * (0.35 * size + 0.65 * swell))
                }
                let smooth = tube.smoothed(pieces: 6)
                fluid.cover(with: smooth, softness: softness)
            }
            let apart = 0.005 + 0.0085 * swell
            // In front: the horn, curving out round the head of the caudate.
            tube([
                (apart + 0.004, 0.01 + 0.02 * level, 0.008 + 0.006 * level), (apart + 0.002, -0.045, 0.012),
                (apart + 0.014 + 0.006 * size, -0.092, 0.017), (apart + 0.034 + 0.016 * size, -0.128, 0.009),
            ])
            // Behind: body and atrium, swinging out to the occipital horn.
            tube([
                (apart + 0.004 + 0.014 * low, 0.01 + 0.02 * level, 0.008 + 0.006 * level),
                (apart + 0.024 + 0.022 * low, 0.075, 0.009 + 0.006 * level),
                (apart + 0.055 + 0.024 * low, 0.13, 0.0175), (apart + 0.064 + 0.018 * low, 0.178, 0.011),
                (apart + 0.056 + 0.012 * low, 0.21, 0.004),
            ])
        }
        var third = Tube()
        let slit = 0.0055 * ventricles * Blending.step(level, from: 0.8, to: 0.3)
        third.append(place(0, 0.012), radius: slit * 0.8)
        third.append(place(0, 0.05), radius: slit)
        third.append(place(0, 0.085), radius: slit * 0.6)
        if slit > 0 { fluid.cover(with: third, softness: softness) }
        for index in canvas.values.indices where fluid.values[index] > 0 {
            canvas.values[index] = Blending.mix(canvas.values[index], Tissue.fluid - 0.02, fluid.values[index])
        }
        drawCalcifications(on: &canvas)
    }

    /// Chalk in the choroid plexus of both atria, and in the pineal gland.
    private func drawCalcifications(on canvas: inout Canvas) {
        guard calcification > 0 else { return }
        let low = 1 - level
        for side in [-1.0, 1.0] {
            let x = 0.075 + 0.024 * low + 0.01 * (ventricles - 1)
            let plexus = LeaningEllipse(centre: (side * x, 0.135), radii: (0.008, 0.013), lean: side * -0.4)
            blend(0.95, into: plexus, share: calcification, on: &canvas)
        }
        let pineal = LeaningEllipse(centre: (0, 0.108), radii: (0.007, 0.008), lean: 0)
        blend(0.9, into: pineal, share: calcification * low, on: &canvas)
    }

    /// An ellipse with a soft edge that leans to one side.
    private struct LeaningEllipse {
        let centre: (x: Double, y: Double)
        let radii: (x: Double, y: Double)
        /// The shift to the left per distance downwards.
        let lean: Double
    }

    /// Blends a value into the canvas within an ellipse.
    private func blend(
        _ value: Double, into ellipse: LeaningEllipse, share amount: Double, on canvas: inout Canvas
    ) {
        let (radii, lean) = (ellipse.radii, ellipse.lean)
        let middle = place(ellipse.centre.x, ellipse.centre.y)
        let grid = canvas.grid
        let blur = 0.35 + grid.sampleSide / radii.x
        // For these small angles a shear is as good as a turn.
        grid.visit(Box(around: middle, margin: 1.5 * max(radii.x, radii.y))) { index, p in
            let dy = p.y - middle.y
            let u = (p.x - middle.x + lean * dy) / radii.x
            let v = dy / radii.y
            let rho = (u * u + v * v).squareRoot()
            let share = amount * Blending.step(rho, from: 1 + 0.5 * blur, to: 1 - 0.5 * blur)
            canvas.values[index] = Blending.mix(canvas.values[index], value, share)
        }
    }
}
