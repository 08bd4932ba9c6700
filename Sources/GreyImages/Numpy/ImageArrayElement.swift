/// A number type that the elements of an image array can have.
protocol ImageArrayElement: BitwiseCopyable, Equatable, Sendable {
    /// The element as a floating-point number: exact for all possible levels, and rounded for very large integers.
    var value: Double { get }
    /// The value of white in images of this type; nil for types without a convention.
    static var largestLevel: Double? { get }
    /// Whether the type is a floating-point type.
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
    /// 255 for true, which is white, and 0 for false.
    var value: Double { self ? 255 : 0 }
    static var largestLevel: Double? { 255 }
    static var isFloat: Bool { false }
}
