/// A number that determines a property of a simulated image.
///
/// The name ends in the unit: `Fraction` is a share of the shorter side of the image (for `heartWidthFraction`, of the width
/// of the chest), `Degrees` is an angle, and `Ratio` a multiple of the usual size. Names without a unit are plain amounts,
/// most of them from 0 (absent) to 1 (full).
package struct PhantomFactor: Sendable, Equatable {
    package let name: String
    package let value: Double

    package init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}
