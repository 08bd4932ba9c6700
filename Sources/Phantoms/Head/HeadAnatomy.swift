struct HeadAnatomy: Anatomy { let pose: Pose; let exposure: Exposure
 init(drawnFrom sheet: inout FactorSheet) { pose = Pose(drawnFrom: &sheet, rotationDegrees: 14, scale: 0.9...1.08, shift: 0.03)
  exposure = Exposure(drawnFrom: &sheet, attenuationOfWhite: 2.2, noise: 0.004...0.022) }
 func draw(on canvas: inout Canvas, texture: RandomSource) {} }
