extension Canvas {
    /// Calls `body` once for each sample within a tube (and up to `margin` beyond its wall) with its distance from the
    /// tube's axis, the radius and the weight there, and its value.
    ///
    /// Each sample belongs to the one segment between whose bisecting lines it lies, so bends leave neither gaps nor
    /// places counted twice.
    @inline(__always)
    mutating func stroke(
        _ tube: Tube, margin: Double = 0, _ body: (Double, Double, Double, inout Double) -> Void
    ) {
        let points = tube.points
        let count = points.count - 1
        for k in 0..<count {
            let (a, b) = (points[k], points[k + 1])
            let direction = (b - a).normalized
            let startNormal = k > 0 ? direction + (a - points[k - 1]).normalized : Point(0, 0)
            let endNormal = k + 1 < count ? direction + (points[k + 2] - b).normalized : Point(0, 0)
            let squaredLength = (b - a).dot(b - a)
            let inverse = squaredLength > 0 ? 1 / squaredLength : 0
            let (ra, rb) = (tube.radii[k], tube.radii[k + 1])
            let (wa, wb) = (tube.weights[k], tube.weights[k + 1])
            let reach = max(ra, rb) + margin
            grid.visit(Box(around: a, b, margin: reach)) { index, p in
                let fromStart = p - a
                guard fromStart.dot(startNormal) >= 0 else { return }
                guard k + 1 == count || (p - b).dot(endNormal) < 0 else { return }
                let t = Blending.clamp(fromStart.dot(b - a) * inverse)
                let offset = fromStart - (b - a) * t
                let squared = offset.dot(offset)
                guard squared < reach * reach else { return }
                body(squared.squareRoot(), ra + (rb - ra) * t, wa + (wb - wa) * t, &values[index])
            }
        }
    }
}

extension Canvas {
    /// Raises values to the share of each sample that the tube covers, its wall blurred over ±`softness`.
    mutating func cover(with tube: Tube, softness: Double) {
        stroke(tube, margin: softness) { distance, radius, _, share in
            // A tube thinner than the blur covers only part of it.
            let covered = Blending.step(distance, from: radius + softness, to: radius - softness)
            share = max(share, covered * min(1, 0.25 + radius / softness))
        }
    }
}
