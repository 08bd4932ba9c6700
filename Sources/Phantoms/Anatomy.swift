/// A simulated patient, which is created from a factor sheet and can be drawn on a canvas of any size.
///
/// Anatomy is laid out in the unit square, x to the right and y down.
protocol Anatomy {
    var pose: Pose { get }
    var exposure: Exposure { get }

    init(drawnFrom sheet: inout FactorSheet)

    /// Draws the attenuation along each ray (radiographs) or the brightness of tissue (slices).
    func draw(on canvas: inout Canvas, texture: RandomSource)
}
