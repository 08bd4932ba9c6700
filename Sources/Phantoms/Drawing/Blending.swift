/// The soft steps and unions that shapes are put together with.
enum Blending {
    @inline(__always)
    static func clamp(_ value: Double) -> Double { min(max(value, 0), 1) }

    /// 0 below `low`, 1 above `high`, an S between: 3t² − 2t³.
    @inline(__always)
    static func step(_ value: Double, from low: Double, to high: Double) -> Double {
        let t = clamp((value - low) / (high - low))
        return t * t * (3 - 2 * t)
    }

    @inline(__always)
    static func mix(_ a: Double, _ b: Double, _ share: Double) -> Double { a + (b - a) * share }

    /// The path of a ray through a rounded edge, as a share of the full thickness: a quarter of an ellipse that begins at
    /// the outline (`depth` 0) and is full from `depth == radius` on.
    @inline(__always)
    static func rounded(depth: Double, radius: Double) -> Double {
        guard depth > 0 else { return 0 }
        guard depth < radius else { return 1 }
        let t = 1 - depth / radius
        return (1 - t * t).squareRoot()
    }

    /// The smaller of the two, with the corner rounded over a width `k`. Source: I. Quilez, polynomial smooth minimum.
    @inline(__always)
    static func softMinimum(_ a: Double, _ b: Double, _ k: Double) -> Double {
        let h = max(k - abs(a - b), 0) / k
        return min(a, b) - h * h * k * 0.25
    }
}
