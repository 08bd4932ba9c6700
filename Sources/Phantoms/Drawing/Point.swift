/// A position or a direction in the plane of the anatomy, x to the right and y down.
struct Point {
    var x: Double
    var y: Double

    @inline(__always)
    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    @inline(__always)
    static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }

    @inline(__always)
    static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }

    @inline(__always)
    static func * (a: Point, factor: Double) -> Point { Point(a.x * factor, a.y * factor) }

    @inline(__always)
    func dot(_ other: Point) -> Double { x * other.x + y * other.y }

    var length: Double { dot(self).squareRoot() }

    /// The unit vector of this direction; the zero vector stays zero.
    var normalized: Point { length > 0 ? self * (1 / length) : self }

    /// The vector rotated clockwise on the screen by an angle with this cosine and sine.
    func turned(cosine: Double, sine: Double) -> Point {
        Point(cosine * x - sine * y, sine * x + cosine * y)
    }

    func mixed(with other: Point, _ share: Double) -> Point {
        self + (other - self) * share
    }
}
