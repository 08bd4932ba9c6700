import Platform
import VAE

/// A path between two latents that has a formula.
package enum InterpolationPath: String, Sendable, Hashable, CaseIterable {
    /// The straight line.
    case linear
    /// An arc: the direction turns evenly while the distance from the origin changes evenly, so that points between two typical
    /// draws of a standard normal prior are as far from the origin as typical draws.
    ///
    /// Source: Shoemake, 1985, "Animating rotation with quaternion curves"; White, 2016, arXiv:1609.04468.
    case spherical

    /// `steps` points `[steps, dimension]`, evenly spaced along the path, both ends included.
    ///
    /// - Precondition: Both ends have the same dimension, and there are at least two steps.
    package func points(from start: ArraySlice<Float>, to end: ArraySlice<Float>, steps: Int) -> Latents {
        precondition(start.count == end.count && steps >= 2)
        let a = Array(start)
        let b = Array(end)
        let weights = weights(a, b)
        var values: [Float] = []
        values.reserveCapacity(steps * a.count)
        for step in 0..<steps {
            let (first, second) = weights(Double(step) / Double(steps - 1))
            for (x, y) in zip(a, b) { values.append(Float(first * Double(x) + second * Double(y))) }
        }
        return Latents(dimension: a.count, values: values)
    }

    /// The weights of the ends at t within 0...1.
    private func weights(_ a: [Float], _ b: [Float]) -> (Double) -> (Double, Double) {
        let line = { (t: Double) in (1 - t, t) }
        guard self == .spherical else { return line }
        func dot(_ x: [Float], _ y: [Float]) -> Double { zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        let (lengthA, lengthB) = (dot(a, a).squareRoot(), dot(b, b).squareRoot())
        guard lengthA > 0, lengthB > 0 else { return line }
        let angle = acos(max(-1, min(1, dot(a, b) / (lengthA * lengthB))))
        // Along a line through the origin there is no arc to choose.
        guard angle > 1e-6, angle < .pi - 1e-6 else { return line }
        return { t in
            if t == 0 { return (1, 0) }
            if t == 1 { return (0, 1) }
            let length = (1 - t) * lengthA + t * lengthB
            return (
                sin((1 - t) * angle) / sin(angle) * length / lengthA, sin(t * angle) / sin(angle) * length / lengthB
            )
        }
    }
}
