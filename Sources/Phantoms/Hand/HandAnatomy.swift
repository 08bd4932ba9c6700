/// One hand and wrist: posteroanterior radiograph.
///
/// Bone lengths are shares of a usual adult hand of about 190 mm from wrist to middle fingertip (after Buryanov &
/// Kotiuk, "Proportions of hand segments", Int. J. Morphol. 28(3), 2010), all varied around it.
struct HandAnatomy: Anatomy {
    let pose: Pose
    let exposure: Exposure
    /// −1 mirrors the thumb, drawn to the right, to the left.
    let mirror: Double
    let millimetre: Double
    let breadth: Double
    let fingerLength: Double
    let boneWidth: Double
    let wall: Double
    let boneDensity: Double
    let tissue: Double
    let spread: Double
    let thumbAngle: Double
    let flexion: Double
    let wristDeviation: Double
    let littleFinger: Double
    let indexOverRing: Double
    let marker: Double
    let markerPlace: Point

    init(drawnFrom sheet: inout FactorSheet) {
        pose = Pose(drawnFrom: &sheet, rotationDegrees: 14, scale: 0.9...1.08, shift: 0.03)
        mirror = sheet.either("isRightHand") > 0.5 ? -1 : 1
        millimetre = 0.0039 * sheet.usual("handLengthRatio", 0.88...1.06)
        breadth = sheet.usual("palmBreadthRatio", 0.86...1.14)
        fingerLength = sheet.usual("fingerLengthRatio", 0.88...1.12)
        boneWidth = sheet.usual("boneWidthRatio", 0.85...1.2)
        wall = sheet.usual("cortexThicknessRatio", 0.6...1.4)
        boneDensity = sheet.usual("boneDensityRatio", 0.7...1.3)
        tissue = sheet.usual("softTissueRatio", 0.85...1.2)
        spread = sheet.usual("fingerSpreadDegrees", 0...26)
        thumbAngle = sheet.usual("thumbAngleDegrees", 28...62)
        flexion = sheet.usual("fingerFlexionDegrees", 0...40)
        wristDeviation = sheet.usual("wristDeviationDegrees", -14...14)
        littleFinger = sheet.usual("littleFingerRatio", 0.88...1.12)
        indexOverRing = sheet.usual("indexOverRingRatio", 0.94...1.06)
        marker = sheet.either("hasSideMarker", probability: 0.6)
        markerPlace = Point(
            sheet.uniform("markerRightFraction", 0.1...0.2), sheet.uniform("markerDownFraction", 0.5...0.85))
        exposure = Exposure(drawnFrom: &sheet, attenuationOfWhite: 2.2, noise: 0.004...0.022)
    }

    func draw(on canvas: inout Canvas, texture: RandomSource) {
        var random = texture
        let grain = CoherentNoise(random: &random)
        let skeleton = HandSkeleton(self, random: &random)
        drawSoftTissue(skeleton, on: &canvas, grain: grain)
        for bone in skeleton.longBones {
            draw(bone, on: &canvas, grain: grain)
        }
        for bone in skeleton.carpals {
            draw(bone, on: &canvas, grain: grain)
        }
        if marker > 0.5 { drawMarker(on: &canvas) }
    }

    /// From millimetres about the wrist (thumb to the right, fingers up) to the unit square.
    func place(_ p: Point) -> Point {
        Point(0.5 - 0.03 * mirror + mirror * p.x * millimetre, 0.78 + p.y * millimetre)
    }
}
