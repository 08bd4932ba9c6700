/// One of the short bones of the wrist: an uneven ellipse. Lengths in millimetres.
struct CarpalBone {
    var centre: Point
    /// Half axes, the first along `direction`.
    var radii: Point
    var direction: Point
    /// How much the outline swells and dents at its second and third harmonic.
    var unevenness: Point
}
