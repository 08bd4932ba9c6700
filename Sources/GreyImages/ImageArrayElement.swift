/// A number of which an array of images is made.
protocol ImageArrayElement: BitwiseCopyable, Equatable, Sendable {
    /// Exact where it can be a level; rounded far beyond all levels.
    var value: Double { get }
    /// What the largest number of the type stands for in an image of the type; nil of types that don't tell.
    static var largestLevel: Double? { get }
    static var isFloat: Bool { get }
}

extension ImageArrayElement where Self: BinaryInteger {
    var value: Double { Double(self) }
    static var largestLevel: Double? { nil }
    static var isFloat: Bool { false }
}

extension ImageArrayElement where Self: BinaryFloatingPoint {
    var value: Double { Double(self) }
    static var largestLevel: Double? { nil }
    static var isFloat: Bool { true }
}

extension UInt8: ImageArrayElement { static var largestLevel: Double? { 255 } }
extension UInt16: ImageArrayElement { static var largestLevel: Double? { 65_535 } }
extension Int8: ImageArrayElement {}
extension Int16: ImageArrayElement {}
extension Int32: ImageArrayElement {}
extension Int64: ImageArrayElement {}
extension UInt32: ImageArrayElement {}
extension UInt64: ImageArrayElement {}
extension Float: ImageArrayElement {}
extension Double: ImageArrayElement {}

extension Bool: ImageArrayElement {
    /// True is white.
    var value: Double { self ? 255 : 0 }
    static var largestLevel: Double? { 255 }
    static var isFloat: Bool { false }
}
