/// One number that an image was made from.
///
/// The name ends in its unit: `Fraction` is a share of the shorter side of the image (of the chest's width for
/// `heartWidthFraction`), `Degrees` an angle, `Ratio` a multiple of the usual size. Names without a unit are plain
/// amounts, most of them from 0 (absent) to 1 (full).
public struct PhantomFactor: Sendable, Equatable {
    public let name: String
    public let value: Double

    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}
