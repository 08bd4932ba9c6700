extension HeadAnatomy {
    /// Everything within the skull but the ventricles, the fissures and the deep grey matter.
    func drawBrain(_ outline: HeadOutline, cortex: HeadCortex, on canvas: inout Canvas) {
        let softness = 0.6 * canvas.grid.sampleSide + 0.002
        let grid = canvas.grid
        let surface = scalp + skull + fluidGap
        let (grey, white) = (grey, white)
        grid.visitAll { index, p in
            let depth = outline.depth(p) - surface
            guard depth > -skull else { return canvas.values[index] = Tissue.air }
            let centred = Point(p.x - 0.5 - midline(p.y - 0.5), p.y - 0.5)
            let (fluid, greyShare) = cortex.shares(centred, depth: depth, softness: softness)
            let matter = Blending.mix(white, grey, greyShare)
            // What the scanner's correction leaves of beam hardening: a brighter rim.
            let rim = 0.03 * Blending.step(depth, from: 0.06, to: 0)
            let brain = Blending.mix(matter + rim, Tissue.fluid, fluid)
            let inside = Blending.step(depth, from: -softness, to: softness)
            canvas.values[index] = Blending.mix(Tissue.fluid, brain, inside)
        }
    }

    /// Scalp and skull, over what they cover.
    func drawShell(_ outline: HeadOutline, random: inout RandomSource, on canvas: inout Canvas) {
        let softness = 0.6 * canvas.grid.sampleSide + 0.0015
        let grid = canvas.grid
        let diploe = CoherentNoise(random: &random)
        grid.visitAll { index, p in
            let depth = outline.depth(p)
            guard depth < scalp + 2.2 * skull else { return }
            let fromCentre = Point(p.x - 0.5, p.y - 0.5)
            let v = fromCentre.y / halfLength
            // Thicker at the forehead and the back, thinnest at the temples.
            let thickness = skull * (0.8 + 0.5 * v * v * v * v + 0.12 * diploe.value(p.x * 4, p.y * 4))
            let temple = Blending.step(abs(v + 0.25), from: 0.35, to: 0.05)
            let outer = scalp * (1 + 0.35 * temple)
            let inSkin = Blending.step(depth, from: -softness, to: softness)
            let skin = Blending.step(depth, from: 0.007 + softness, to: 0.007 - softness)
            let soft = Blending.mix(Blending.mix(Tissue.fat, 0.3, temple), Tissue.muscle, skin)
            let intoBone = depth - outer
            let inBone = Blending.step(intoBone, from: -softness, to: softness)
            let pastBone = Blending.step(intoBone - thickness, from: -softness, to: softness)
            // The spongy layer between the two tables.
            let middle = 1 - 2 * abs(intoBone / thickness - 0.5)
            let spongy = Blending.step(middle, from: 0.35, to: 0.8) * Blending.clamp(thickness / 0.03 - 0.4)
            let bone = Tissue.bone - spongy * (0.16 + 0.12 * diploe.value(p.x * 30, p.y * 30))
            let shell = Blending.mix(Blending.mix(Tissue.air, soft, inSkin), bone, inBone)
            canvas.values[index] = Blending.mix(shell, canvas.values[index], pastBone)
        }
    }
}
