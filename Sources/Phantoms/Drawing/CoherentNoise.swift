/// Smooth noise in the plane, about −0.7…0.7, with detail about one unit wide; it repeats every 32 units.
///
/// Source: Perlin, "Improving Noise", SIGGRAPH 2002, with random gradients in place of his fixed ones.
struct CoherentNoise {
    private static let side = 32
    private let gradients: [Point]

    init(random: inout RandomSource) {
        var gradients: [Point] = []
        gradients.reserveCapacity(Self.side * Self.side)
        while gradients.count < Self.side * Self.side {
            let candidate = Point(random.uniform(-1...1), random.uniform(-1...1))
            let squared = candidate.dot(candidate)
            if squared > 0.04 && squared <= 1 { gradients.append(candidate.normalized) }
        }
        self.gradients = gradients
    }

    @inline(__always)
    func value(_ x: Double, _ y: Double) -> Double {
        let (floorX, floorY) = (x.rounded(.down), y.rounded(.down))
        let (u, v) = (x - floorX, y - floorY)
        let mask = Self.side - 1
        let (left, top) = (Int(floorX) & mask, Int(floorY) & mask)
        let (nextColumn, nextRow) = ((left + 1) & mask, (top + 1) & mask)
        let a = gradients[top * Self.side + left].dot(Point(u, v))
        let b = gradients[top * Self.side + nextColumn].dot(Point(u - 1, v))
        let c = gradients[nextRow * Self.side + left].dot(Point(u, v - 1))
        let d = gradients[nextRow * Self.side + nextColumn].dot(Point(u - 1, v - 1))
        let (s, t) = (Self.fade(u), Self.fade(v))
        return Blending.mix(Blending.mix(a, b, s), Blending.mix(c, d, s), t)
    }

    @inline(__always)
    private static func fade(_ t: Double) -> Double { t * t * t * (t * (t * 6 - 15) + 10) }
}
