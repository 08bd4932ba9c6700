extension ChestAnatomy {
    /// Subtracts the air of the lungs, as far as the heart leaves room for it, from the tissue. `air` receives the share that was
    /// subtracted, 0...1.
    func drawLungs(_ lungs: ChestLungs, on canvas: inout Canvas, air: inout Canvas, cloud: CoherentNoise) {
        let heart = ChestHeart(self, lungs: lungs)
        let softness = 1.2 * canvas.grid.sampleSide + 0.004
        let grid = canvas.grid
        let middle = midline(0.5)
        let reach = lungHalfWidth + 0.02
        let box = Box(
            around: Point(middle - reach, lungs.apex), Point(middle + reach, lungs.base + 0.08), margin: 0.01)
        grid.visit(box) { index, p in
            let x = p.x - midline(p.y)
            let distance = abs(x)
            let dome = x < 0 ? lungs.rightDome(distance) : lungs.leftDome(distance)
            guard p.y < dome + 0.09 && p.y > lungs.apex else { return }
            let outer = lungs.outer(p.y)
            let inside = distance - lungs.inner(p.y)
            guard distance < outer && inside > -softness else { return }
            // The chest is an oval from above, so rays near its side pass through less lung.
            let lateral = Blending.rounded(depth: outer - distance, radius: 0.75 * lungHalfWidth)
            let medial = Blending.step(inside, from: -softness, to: softness + 0.012)
            let crown = 0.45 + 0.55 * Blending.step(p.y, from: lungs.apex, to: lungs.apex + 0.22)
            // Behind the dome some lung goes on down, less and less.
            let below = p.y - dome
            let base =
                below < 0
                ? 1 - 0.25 * Blending.step(below, from: -softness, to: softness)
                : 0.75 * max(0, 1 - (below / 0.06).squareRoot())
                    * Blending.step(below, from: softness * 3, to: -softness) + 0.14 * max(0, 1 - below / 0.08)
            // lateral^¾
            let rounded = (lateral * lateral.squareRoot()).squareRoot()
            var share = rounded * medial * crown * min(base, 1)
            share *= 1 - heart.cover(Point(x, p.y), softness: softness)
            let mottle = 0.06 * cloud.value(p.x * 9, p.y * 9) + 0.04 * cloud.value(p.x * 26, p.y * 26)
            let dense = haze * (0.22 + 0.5 * max(0, cloud.value(p.x * 4 + 7, p.y * 4)))
            share *= 1 - dense + mottle
            air.values[index] = max(share, 0)
            canvas.values[index] -= 0.71 * bodyThickness * share
        }
        drawAirways(on: &canvas)
        if noduleRadius > 0 { drawNodule(on: &canvas, air: air) }
        if gastricBubble > 0 { drawGastricBubble(lungs, cloud: cloud, on: &canvas) }
        if breast > 0 { drawBreasts(lungs, on: &canvas) }
    }

    private func drawAirways(on canvas: inout Canvas) {
        let fork = apex + 0.24
        var trachea = Tube()
        trachea.append(Point(midline(0), -0.05), radius: 0.021, weight: 1)
        trachea.append(Point(midline(fork) - 0.004, fork), radius: 0.02, weight: 0.75)
        canvas.stroke(trachea) { distance, radius, weight, value in
            value -= 0.13 * weight * Blending.rounded(depth: radius - distance, radius: radius)
        }
        for (dx, dy) in [(-0.05, 0.05), (0.065, 0.06)] {
            var bronchus = Tube()
            bronchus.append(Point(midline(fork), fork), radius: 0.013, weight: 0.6)
            bronchus.append(Point(midline(fork) + dx, fork + dy), radius: 0.01, weight: 0.25)
            canvas.stroke(bronchus) { distance, radius, weight, value in
                value -= 0.1 * weight * Blending.rounded(depth: radius - distance, radius: radius)
            }
        }
    }

    private func drawNodule(on canvas: inout Canvas, air: Canvas) {
        let grid = canvas.grid
        grid.visit(Box(around: nodulePlace, margin: noduleRadius)) { index, p in
            let depth = noduleRadius - (p - nodulePlace).length
            let chord = Blending.rounded(depth: depth, radius: noduleRadius)
            canvas.values[index] += 6 * noduleRadius * chord * (0.4 + 0.6 * air.values[index])
        }
    }

    /// Gas in the stomach, under the left dome: arched above, flat below.
    private func drawGastricBubble(_ lungs: ChestLungs, cloud: CoherentNoise, on canvas: inout Canvas) {
        let grid = canvas.grid
        let distance = 0.42 * lungHalfWidth + 0.02
        let centre = Point(midline(lungs.base) + distance, lungs.leftDome(distance) + 0.065)
        grid.visit(Box(around: centre, margin: 0.09)) { index, p in
            let u = (p.x - centre.x) / 0.08
            let height = 0.04 + 0.02 * gastricBubble
            let v = (p.y - centre.y) / (p.y < centre.y ? height : 0.45 * height)
            let rho = (u * u + v * v).squareRoot() + 0.5 * cloud.value(p.x * 14 + 3, p.y * 14)
            canvas.values[index] -= 0.26 * gastricBubble * Blending.rounded(depth: 1 - rho, radius: 1)
        }
    }

    private func drawBreasts(_ lungs: ChestLungs, on canvas: inout Canvas) {
        let grid = canvas.grid
        for side in [-1.0, 1.0] {
            let centre = Point(midline(0.6) + side * 0.6 * lungHalfWidth, lungs.base - 0.15)
            grid.visit(Box(around: centre, margin: 0.2)) { index, p in
                let u = (p.x - centre.x) / 0.17
                let v = (p.y - centre.y) / 0.15
                let rho = (u * u + v * v).squareRoot()
                // Fades upwards, ends in a crease below.
                let weight = Blending.step(v, from: -1, to: 0.5)
                canvas.values[index] += 0.13 * breast * weight * Blending.rounded(depth: 1 - rho, radius: 0.7)
            }
        }
    }
}
