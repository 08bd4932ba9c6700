/// A patient: drawn once from a factor sheet, then put on a canvas of any size.
///
/// Anatomy is laid out in the unit square, x to the right and y down.
protocol Anatomy {
    var pose: Pose { get }
    var exposure: Exposure { get }

    init(drawnFrom sheet: inout FactorSheet)

    /// Fills the canvas with attenuation along each ray (radiographs) or with tissue brightness (slices).
    func draw(on canvas: inout Canvas, texture: RandomSource)
}
