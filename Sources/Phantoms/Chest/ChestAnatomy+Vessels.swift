import Platform

extension ChestAnatomy {
    /// The lungs' vessels, branching from both roots and thinning outwards, seen only against air.
    func drawVessels(_ lungs: ChestLungs, on canvas: inout Canvas, air: Canvas, random: inout RandomSource) {
        var tree = Canvas(canvas.grid)
        for side in [-1.0, 1.0] {
            let root = Point(
                midline(0.4) + side * (0.5 * mediastinum + 0.012), apex + 0.29 + (side > 0 ? -0.015 : 0.01))
            for degrees in [-62.0, -30, 0, 28, 52, 72] {
                let angle = (degrees + 7 * random.normal()) * .pi / 180
                let vessel = Vessel(
                    start: root, direction: Point(side * cos(angle), sin(angle)), radius: 0.0135, generation: 0)
                grow(vessel, on: &tree, random: &random)
            }
        }
        for index in canvas.values.indices {
            canvas.values[index] += vessels * tree.values[index] * min(1, air.values[index] * 1.3)
        }
    }

    /// A vessel from one fork to the next.
    private struct Vessel {
        let start: Point
        let direction: Point
        let radius: Double
        /// The number of forks before it.
        let generation: Int
    }

    /// Draws a vessel and those that branch from it.
    private func grow(_ vessel: Vessel, on tree: inout Canvas, random: inout RandomSource) {
        let (start, direction, radius) = (vessel.start, vessel.direction, vessel.radius)
        let length = (0.085 - 0.013 * Double(vessel.generation)) * random.uniform(0.8...1.2)
        let bend = 0.16 * random.normal()
        let middle = start + direction * (0.5 * length)
        let onward = direction.turned(cosine: cos(bend), sine: sin(bend))
        let end = middle + onward * (0.5 * length)
        var tube = Tube()
        let weight = 9.5 * radius
        tube.append(start, radius: radius, weight: weight)
        tube.append(middle, radius: 0.85 * radius, weight: weight * 0.9)
        tube.append(end, radius: 0.7 * radius, weight: weight * 0.75)
        tree.stroke(tube) { distance, radius, weight, value in
            value = max(value, weight * Blending.rounded(depth: radius - distance, radius: radius))
        }
        guard vessel.generation < 4 else { return }
        let fork = random.uniform(0.25...0.5)
        for turn in [fork * random.uniform(0.5...1), -fork] {
            let next = onward.turned(cosine: cos(turn), sine: sin(turn))
            let branch = Vessel(
                start: end, direction: next, radius: 0.68 * radius, generation: vessel.generation + 1)
            grow(branch, on: &tree, random: &random)
        }
    }
}
