/// Smooth steps and unions for combining shapes.
enum Blending {
    @inline(__always)
    static func clamp(_ value: Double) -> Double { min(max(value, 0), 1) }

    /// A smooth step: 0 below `low`, 1 above `high`, and 3t² − 2t³ between them.
    @inline(__always)
    static func step(_ value: Double, from low: Double, to high: Double) -> Double {
        let t = clamp((value - low) / (high - low))
        return t * t * (3 - 2 * t)
    }

    @inline(__always)
    static func mix(_ a: Double, _ b: Double, _ share: Double) -> Double { a + (b - a) * share }

    /// The path length of a ray through a rounded edge as a share of the full thickness: a quarter of an ellipse from the
    /// outline (`depth` 0) to the full thickness at `depth == radius`.
    @inline(__always)
    static func rounded(depth: Double, radius: Double) -> Double {
        guard depth > 0 else { return 0 }
        guard depth < radius else { return 1 }
        let t = 1 - depth / radius
        return (1 - t * t).squareRoot()
    }

    /// A smooth minimum, rounded over a width `k`. Source: I. Quilez, polynomial smooth minimum.
    @inline(__always)
    static func softMinimum(_ a: Double, _ b: Double, _ k: Double) -> Double {
        let h = max(k - abs(a - b), 0) / k
        return min(a, b) - h * h * k * 0.25
    }
}
