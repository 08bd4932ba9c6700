/// A head: axial CT slice in a brain window, the face upwards, somewhere between the basal ganglia and the bodies of the
/// lateral ventricles.
///
/// Laid out as in Osborn, "Osborn's Brain". Tissue is painted as brightness, not attenuation; greys follow
/// the order of CT numbers (air, fat, fluid, white matter, grey matter, bone) with more contrast between the matters
/// than a scanner gives. Lengths are shares of the unit square's side, counted from the centre of the head.
struct HeadAnatomy: Anatomy {
    let pose: Pose
    let exposure: Exposure
    let halfLength: Double
    let halfWidth: Double
    let egg: Double
    let skew: Double
    let scalp: Double
    let skull: Double
    let fluidGap: Double
    let sulci: Double
    let folding: Double
    let greyRibbon: Double
    let matterContrast: Double
    let ventricles: Double
    let ventricleSkew: Double
    let level: Double
    let fissure: Double
    let falx: Double
    let calcification: Double
    let midlineShift: Double

    init(drawnFrom sheet: inout FactorSheet) {
        pose = Pose(drawnFrom: &sheet, rotationDegrees: 12, scale: 0.9...1.08, shift: 0.03)
        halfLength = sheet.usual("headLengthFraction", 0.78...0.9) / 2
        halfWidth = sheet.usual("headWidthOverLengthRatio", 0.72...0.88) * halfLength
        egg = sheet.usual("headEggRatio", 0.02...0.14)
        skew = sheet.usual("headSkewRatio", -0.04...0.04)
        scalp = sheet.usual("scalpThicknessFraction", 0.012...0.034)
        skull = sheet.usual("skullThicknessFraction", 0.02...0.042)
        fluidGap = sheet.usual("subarachnoidWidthFraction", 0.001...0.013)
        sulci = sheet.usual("sulcusWidth", 0...1)
        folding = sheet.usual("foldingRatio", 0.8...1.3)
        greyRibbon = sheet.usual("greyRibbonFraction", 0.014...0.026)
        matterContrast = sheet.usual("greyWhiteContrast", 0.05...0.15)
        ventricles = sheet.usual("ventricleRatio", 0.5...1.9)
        ventricleSkew = sheet.usual("ventricleAsymmetry", -0.25...0.25)
        level = sheet.usual("sliceLevel", 0...1)
        fissure = sheet.usual("fissureWidthFraction", 0.004...0.014)
        falx = sheet.usual("falxBrightness", 0...1)
        calcification = sheet.occasional("choroidCalcification", upTo: 1, probability: 0.5)
        midlineShift = sheet.usual("midlineShiftFraction", -0.012...0.012)
        exposure = Exposure(drawnFrom: &sheet, attenuationOfWhite: 0, noise: 0.004...0.022)
    }

    func draw(on canvas: inout Canvas, texture: RandomSource) {
        var random = texture
        let outline = HeadOutline(self)
        let cortex = HeadCortex(self, random: &random)
        drawBrain(outline, cortex: cortex, on: &canvas)
        drawDeepGrey(on: &canvas)
        drawFissures(outline, on: &canvas)
        drawVentricles(on: &canvas)
        drawShell(outline, random: &random, on: &canvas)
    }

    /// Brightness of what the head is made of.
    enum Tissue {
        static let air = 0.01
        static let fat = 0.12
        static let muscle = 0.36
        static let fluid = 0.17
        static let bone = 0.98
        static let brain = 0.46
    }

    var grey: Double { Tissue.brain + 0.5 * matterContrast }
    var white: Double { Tissue.brain - 0.5 * matterContrast }

    /// From the midline's frame (x to the right, y down from the head's centre) to the unit square.
    func place(_ x: Double, _ y: Double) -> Point {
        Point(0.5 + x + midline(y), 0.5 + y)
    }

    /// The midline bows a little to one side.
    @inline(__always)
    func midline(_ y: Double) -> Double {
        let t = y / halfLength
        return midlineShift * max(0, 1 - t * t)
    }
}
