import Platform

extension HandAnatomy {
    /// What the window shows of a millimetre of dense bone.
    private static let boneAttenuation = 0.036

    func draw(_ bone: LongBone, on canvas: inout Canvas, grain: CoherentNoise) {
        let profile = bone.profile(density: boneDensity)
        let (base, head) = (place(bone.base), place(bone.head))
        let axis = (head - base).normalized
        let across = Point(-axis.y, axis.x)
        let inverse = 1 / millimetre
        let length = (bone.head - bone.base).length
        let attenuation = Self.boneAttenuation * boneDensity.squareRoot()
        canvas.grid.visit(Box(around: base, head, margin: profile.reach * millimetre)) { index, p in
            let offset = p - base
            let lateral = offset.dot(across) * inverse
            let along = offset.dot(axis) * inverse - bone.slant * mirror * lateral
            guard along > 0 && along < length else { return }
            let outer = profile.outer(along)
            guard abs(lateral) < outer else { return }
            let path = Self.shell(
                lateral, outer: outer, inner: profile.inner(along), fill: profile.fill(along),
                grain: grain.value(p.x * 90, p.y * 90))
            canvas.values[index] += attenuation * bone.depthRatio * path
        }
    }

    func draw(_ bone: CarpalBone, on canvas: inout Canvas, grain: CoherentNoise) {
        let centre = place(bone.centre)
        let axis = Point(bone.direction.x * mirror, bone.direction.y)
        let across = Point(-axis.y * mirror, axis.x * mirror)
        let inverse = 1 / millimetre
        let attenuation = Self.boneAttenuation * boneDensity.squareRoot()
        let radius = (bone.radii.x * bone.radii.y).squareRoot()
        canvas.grid.visit(Box(around: centre, margin: 1.3 * max(bone.radii.x, bone.radii.y) * millimetre)) { index, p in
            let offset = p - centre
            let u = offset.dot(axis) * inverse / bone.radii.x
            let v = offset.dot(across) * inverse / bone.radii.y
            let squared = u * u + v * v
            guard squared < 2 else { return }
            // cos 2φ and cos 3φ without trigonometry, scaled to fade at the centre. Flat sides make corners.
            let uneven = bone.unevenness.x * (u * u - v * v) + bone.unevenness.y * (u * u * u - 3 * u * v * v)
            let rho = squared.squareRoot() * (1 + uneven) - 0.12 * u * u * v * v
            guard rho < 1 else { return }
            let path = Self.shell(
                rho * radius, outer: radius, inner: radius - 0.9, fill: 0.55 * boneDensity,
                grain: grain.value(p.x * 90, p.y * 90))
            canvas.values[index] += attenuation * path * 0.52
        }
    }

    /// Millimetres of dense bone along a ray that passes a round tube at `lateral` from its axis.
    @inline(__always)
    private static func shell(_ lateral: Double, outer: Double, inner: Double, fill: Double, grain: Double) -> Double {
        let wholeChord = 2 * max(0, outer * outer - lateral * lateral).squareRoot()
        let marrowChord = 2 * max(0, inner * inner - lateral * lateral).squareRoot()
        return wholeChord - marrowChord * (1 - fill * (1 + 0.5 * grain))
    }
}
