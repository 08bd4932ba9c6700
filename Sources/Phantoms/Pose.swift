import Platform

/// The position of the anatomy in the frame: rotated and scaled about the centre of the unit square, then shifted.
struct Pose {
    let rotation: Double  // radians, clockwise on the screen
    let scale: Double
    let shift: Point

    init(drawnFrom sheet: inout FactorSheet, rotationDegrees: Double, scale: ClosedRange<Double>, shift: Double) {
        rotation = sheet.usual("rotationDegrees", -rotationDegrees...rotationDegrees) * .pi / 180
        self.scale = sheet.usual("scaleRatio", scale)
        let x = sheet.usual("shiftRightFraction", -shift...shift)
        let y = sheet.usual("shiftDownFraction", -shift...shift)
        self.shift = Point(x, y)
    }

    /// Maps a point of the frame's unit square to that of the anatomy.
    func anatomyPoint(_ frame: Point) -> Point {
        let p = (frame - shift - Point(0.5, 0.5)) * (1 / scale)
        let (c, s) = (cos(rotation), sin(rotation))
        return Point(c * p.x + s * p.y + 0.5, -s * p.x + c * p.y + 0.5)
    }
}
