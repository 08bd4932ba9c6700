/// The head's outline: an ellipse, a little square, wider behind than in front and a little askew.
struct HeadOutline {
    private let inverseWidth: Double
    private let inverseLength: Double
    private let egg: Double
    private let skew: Double

    init(_ head: HeadAnatomy) {
        inverseWidth = 1 / head.halfWidth
        inverseLength = 1 / head.halfLength
        egg = head.egg
        skew = head.skew
    }

    /// About how far the point lies under the skin, negative outside.
    ///
    /// First-order distance f/|∇f| of the implicit outline. Source: Taubin, IEEE PAMI 13(11), 1991.
    @inline(__always)
    func depth(_ p: Point) -> Double {
        let v = (p.y - 0.5) * inverseLength
        let narrowing = 1 / (1 + egg * v - 0.05 * v * v + skew * v * (p.x > 0.5 ? 1 : -1))
        let u = (p.x - 0.5) * inverseWidth * narrowing
        let squared = u * u + v * v - 0.16 * u * u * v * v
        let rho = max(squared, 1e-9).squareRoot()
        let gradient = Point(u * inverseWidth * narrowing, v * inverseLength).length / max(rho, 1e-4)
        return (1 - rho) / max(gradient, 1e-3)
    }
}
