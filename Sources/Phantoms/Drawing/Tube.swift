/// A bent tube: a chain of points, each with a radius and a weight, whose meaning depends on the caller.
struct Tube {
    var points: [Point] = []
    var radii: [Double] = []
    var weights: [Double] = []

    mutating func append(_ point: Point, radius: Double, weight: Double = 1) {
        points.append(point)
        radii.append(radius)
        weights.append(weight)
    }

    /// The tube refined to a smooth curve through its points. Source: Catmull & Rom, 1974.
    func smoothed(pieces: Int) -> Tube {
        var result = Tube()
        for k in 0..<points.count - 1 {
            let (b, c) = (points[k], points[k + 1])
            let a = k > 0 ? points[k - 1] : b + b - c
            let d = k + 2 < points.count ? points[k + 2] : c + c - b
            for piece in 0..<pieces {
                let t = Double(piece) / Double(pieces)
                let linear = (c - a) * t
                let square = (a * 2 - b * 5 + c * 4 - d) * (t * t)
                let cube = (b * 3 - a - c * 3 + d) * (t * t * t)
                result.append(
                    b + (linear + square + cube) * 0.5,
                    radius: Blending.mix(radii[k], radii[k + 1], t),
                    weight: Blending.mix(weights[k], weights[k + 1], t))
            }
        }
        result.append(points[points.count - 1], radius: radii[radii.count - 1], weight: weights[weights.count - 1])
        return result
    }
}
