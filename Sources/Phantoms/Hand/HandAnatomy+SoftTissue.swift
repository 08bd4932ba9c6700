extension HandAnatomy {
    /// What the window shows of a millimetre of muscle, fat or skin.
    private static let tissueAttenuation = 0.0175

    func drawSoftTissue(_ skeleton: HandSkeleton, on canvas: inout Canvas, grain: CoherentNoise) {
        var flesh = SoftTissue(on: canvas.grid, blend: 7 * millimetre)
        for ray in skeleton.rays {
            addDigit(ray, to: &flesh)
        }
        addPalm(skeleton, to: &flesh)
        let scale = Self.tissueAttenuation / millimetre
        canvas.grid.visitAll { index, p in
            let path = flesh.path(at: index, roundness: 0.5)
            canvas.values[index] += 0.012 + scale * path * (1 + 0.1 * grain.value(p.x * 14, p.y * 14))
        }
    }

    private func part(
        _ start: Point, _ end: Point, _ radii: (Double, Double), _ thicknesses: (Double, Double)
    ) -> SoftTissue.Part {
        let width = millimetre * tissue
        return SoftTissue.Part(
            start: place(start), end: place(end), radii: (radii.0 * width, radii.1 * width),
            thicknesses: (thicknesses.0 * width, thicknesses.1 * width))
    }

    private func addDigit(_ ray: [LongBone], to flesh: inout SoftTissue) {
        let tipRadius = ray[ray.count - 1].baseRadius * 0.8 + 3.6
        for (k, bone) in ray.enumerated() where k > 0 {
            let start = bone.baseRadius + (k == 1 ? 3.6 : 3.4)
            let isTip = k == ray.count - 1
            let end = isTip ? tipRadius : ray[k + 1].baseRadius + 3.4
            // The pulp of the fingertip reaches past the bone.
            let reach = isTip ? bone.head + (bone.head - bone.base).normalized * -1.5 : bone.head
            flesh.add(part(bone.base, reach, (start, end), (2 * start, 1.9 * end)))
        }
    }

    private func addPalm(_ skeleton: HandSkeleton, to flesh: inout SoftTissue) {
        for (digit, ray) in skeleton.rays.enumerated() {
            let bone = ray[0]
            let radii = digit == 0 ? (14.0, 10.5) : (digit == 4 ? (13.0, 10.5) : (13.0, 11.0))
            flesh.add(part(bone.base, bone.head, radii, digit == 0 ? (28, 22) : (30, 21)))
        }
        // The web between the thumb and the index finger, and the heel of the hand.
        let thumb = skeleton.rays[0][0]
        let index = skeleton.rays[1][0]
        let web = thumb.base.mixed(with: thumb.head, 0.62)
        flesh.add(part(web, index.base.mixed(with: index.head, 0.5), (9, 9), (16, 18)))
        let little = skeleton.rays[4][0].base
        flesh.add(part(little + Point(-1, 6), thumb.base + Point(-8, 8), (15, 14), (32, 32)))
        let along = skeleton.forearmDirection
        flesh.add(part(Point(0, 0), along * 22 + Point(-3, 0), (27, 27), (31, 31)))
        flesh.add(part(along * 22 + Point(-3, 0), along * 170 + Point(-4, 0), (27, 38), (31, 42)))
    }
}
