/// A body's silhouette as a smooth union of tapered capsules, with a thickness along the ray at each place.
struct SoftTissue {
    /// One capsule: from `start` to `end`, with a radius in the picture's plane and a thickness along the ray at each.
    struct Part {
        var start: Point
        var end: Point
        var radii: (Double, Double)
        var thicknesses: (Double, Double)
    }

    /// The distance of each sample from the outline, negative outside.
    private var depth: Canvas
    /// The full thickness of the parts at each sample.
    private var thickness: Canvas
    private let blend: Double

    /// - Parameter blend: The width over which adjacent parts merge.
    init(on grid: Grid, blend: Double) {
        depth = Canvas(grid, filledWith: -1)
        thickness = Canvas(grid)
        self.blend = blend
    }

    mutating func add(_ part: Part) {
        let axis = part.end - part.start
        let inverse = 1 / max(axis.dot(axis), 1e-12)
        let margin = max(part.radii.0, part.radii.1) + blend
        depth.grid.visit(Box(around: part.start, part.end, margin: margin)) { index, p in
            let offset = p - part.start
            let t = Blending.clamp(offset.dot(axis) * inverse)
            let away = offset - axis * t
            let squared = away.dot(away)
            guard squared < margin * margin else { return }
            let inside = Blending.mix(part.radii.0, part.radii.1, t) - squared.squareRoot()
            let old = depth.values[index]
            guard inside > old - blend else { return }
            let share = Blending.clamp(0.5 + 0.5 * (inside - old) / blend)
            let full = Blending.mix(part.thicknesses.0, part.thicknesses.1, t)
            let before = old > -1 ? thickness.values[index] : full
            depth.values[index] = -Blending.softMinimum(-inside, -old, blend)
            thickness.values[index] = Blending.mix(before, full, share)
        }
    }

    /// The path length of the ray through the tissue at a sample. Edges are rounded over `roundness` times the thickness.
    @inline(__always)
    func path(at index: Int, roundness: Double) -> Double {
        let full = thickness.values[index]
        return full * Blending.rounded(depth: depth.values[index], radius: full * roundness)
    }

    /// The distance of a sample from the outline, negative outside.
    @inline(__always)
    func depth(at index: Int) -> Double { depth.values[index] }
}
