/// A chest: frontal radiograph, heart to the right of the picture as radiologists hang it.
///
/// The lungs, heart and ribs are laid out as in Novelline, "Squire's Fundamentals of Radiology".
/// Lengths are shares of the unit square's side, x counted from the midline.
struct ChestAnatomy: Anatomy {
    let pose: Pose
    let exposure: Exposure
    let bodyHalfWidth: Double
    let bodyThickness: Double
    let lungHalfWidth: Double
    let apex: Double
    let lungHeight: Double
    let rightDomeRise: Double
    let domeHeight: Double
    let heartWidth: Double
    let heartTilt: Double
    let mediastinum: Double
    let aorticKnob: Double
    let spineBend: Double
    let ribSpacing: Double
    let ribSlope: Double
    let ribThickness: Double
    let ribContrast: Double
    let clavicleTilt: Double
    let shoulderDrop: Double
    let armGap: Double
    let vessels: Double
    let haze: Double
    let breast: Double
    let gastricBubble: Double
    let noduleRadius: Double
    let nodulePlace: Point

    init(drawnFrom sheet: inout FactorSheet) {
        pose = Pose(drawnFrom: &sheet, rotationDegrees: 5, scale: 0.93...1.07, shift: 0.03)
        bodyHalfWidth = sheet.usual("bodyWidthFraction", 0.8...1) / 2
        bodyThickness = sheet.usual("bodyThicknessRatio", 0.85...1.15)
        lungHalfWidth = sheet.usual("chestWidthFraction", 0.63...0.79) / 2
        apex = sheet.usual("lungTopFraction", 0.06...0.15)
        lungHeight = sheet.usual("lungHeightFraction", 0.54...0.74)
        rightDomeRise = sheet.usual("rightDiaphragmRiseFraction", -0.01...0.05)
        domeHeight = sheet.usual("diaphragmDomeFraction", 0.03...0.09)
        heartWidth = sheet.usual("heartWidthFraction", 0.36...0.58)
        heartTilt = sheet.usual("heartTiltDegrees", 25...55)
        mediastinum = sheet.usual("mediastinumWidthFraction", 0.1...0.16)
        aorticKnob = sheet.usual("aorticKnobRatio", 0.6...1.5)
        spineBend = sheet.usual("spineBendFraction", -0.015...0.015)
        ribSpacing = sheet.usual("ribSpacingFraction", 0.053...0.079)
        ribSlope = sheet.usual("ribSlopeDegrees", 12...34)
        ribThickness = sheet.usual("ribThicknessRatio", 0.75...1.25)
        ribContrast = sheet.usual("ribContrastRatio", 0.5...1.5)
        clavicleTilt = sheet.usual("clavicleTiltDegrees", -4...17)
        shoulderDrop = sheet.usual("shoulderDropFraction", -0.03...0.05)
        armGap = sheet.usual("armGapFraction", 0...0.1)
        vessels = sheet.usual("lungVesselRatio", 0.5...1.6)
        haze = sheet.occasional("lungHaze", upTo: 1, probability: 0.3)
        breast = sheet.occasional("breastShadow", upTo: 1, probability: 0.4)
        gastricBubble = sheet.occasional("gastricBubble", upTo: 1, probability: 0.45)
        noduleRadius = sheet.occasional("noduleRadiusFraction", upTo: 0.035, probability: 0.2)
        nodulePlace = Point(
            sheet.uniform("noduleRightFraction", 0.25...0.75), sheet.uniform("noduleDownFraction", 0.2...0.6))
        exposure = Exposure(drawnFrom: &sheet, attenuationOfWhite: 2, noise: 0.003...0.012)
    }

    func draw(on canvas: inout Canvas, texture: RandomSource) {
        var random = texture
        let cloud = CoherentNoise(random: &random)
        let lungs = ChestLungs(self)
        var air = Canvas(canvas.grid)
        drawTissue(on: &canvas)
        drawLungs(lungs, on: &canvas, air: &air, cloud: cloud)
        drawSpine(on: &canvas)
        var bones = Canvas(canvas.grid)
        drawRibs(lungs, on: &bones)
        drawShoulders(on: &bones)
        for index in canvas.values.indices {
            // Scatter from thick tissue veils the bones in front of heart and belly.
            let veil = 0.78 * Blending.step(canvas.values[index], from: 0.55, to: 0.88)
            canvas.values[index] += bones.values[index] * (1 - veil)
        }
        drawVessels(lungs, on: &canvas, air: air, random: &random)
    }

    /// The midline's x at height `y`.
    func midline(_ y: Double) -> Double {
        let t = (y - 0.5) * 2
        return 0.5 + spineBend * (1 - t * t)
    }
}
