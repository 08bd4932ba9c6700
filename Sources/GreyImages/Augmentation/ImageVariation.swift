/// A small change of an image: each value is -1...1, and 0 leaves the image as it is.
package struct ImageVariation: Sendable, Hashable {
    /// Whether left and right are exchanged: 1 or 0.
    package var flip = 0.0
    package var column = 0.0
    package var row = 0.0
    package var angle = 0.0
    package var exposure = 0.0

    /// The change that leaves an image as it is.
    package static let none = ImageVariation()

    /// The number of random numbers that a change takes.
    package static let drawCount = 5

    private static let maximumShift = 1.0 / 16
    private static let maximumAngle = 6 * Double.pi / 180
    private static let maximumLogGamma = 0.25

    package init() {}

    /// - Parameters:
    ///   - kinds: The kinds of change.
    ///   - draws: `drawCount` uniform numbers within 0..<1.
    package init(_ kinds: [AugmentationKind], draws: [Float]) {
        precondition(draws.count == Self.drawCount, "a number for every value")
        func signed(_ index: Int) -> Double { 2 * Double(draws[index]) - 1 }
        if kinds.contains(.flip) { flip = draws[0] < 0.5 ? 0 : 1 }
        if kinds.contains(.shift) { (column, row) = (signed(1), signed(2)) }
        if kinds.contains(.rotate) { angle = signed(3) }
        if kinds.contains(.exposure) { exposure = signed(4) }
    }

    /// The values of the kinds, in the order of the cases, for a network that is told of the change.
    package func features(_ kinds: [AugmentationKind]) -> [Float] {
        AugmentationKind.allCases.filter(kinds.contains).flatMap { kind -> [Double] in
            switch kind {
            case .flip: [flip]
            case .shift: [column, row]
            case .rotate: [angle]
            case .exposure: [exposure]
            }
        }.map { Float($0) }
    }

    /// The number of columns and rows by which an image of a size is moved.
    func offset(_ size: ImageSize) -> (columns: Double, rows: Double) {
        let scale = Self.maximumShift
        return ((column * scale * Double(size.width)).rounded(), (row * scale * Double(size.height)).rounded())
    }

    /// The angle in radians.
    var radians: Double { angle * Self.maximumAngle }
    /// The exponent of the levels, which are brought to 0...1.
    var logGamma: Double { exposure * Self.maximumLogGamma }
}
