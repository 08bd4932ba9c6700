extension HandAnatomy {
    /// A lead letter, L or R, on the side of the little finger.
    func drawMarker(on canvas: inout Canvas) {
        let side = mirror > 0 ? markerPlace.x : 1 - markerPlace.x
        let corner = Point(side - 0.025, markerPlace.y - 0.035)
        func stroke(_ path: [(Double, Double)]) {
            var tube = Tube()
            for (x, y) in path {
                tube.append(corner + Point(x, y), radius: 0.008)
            }
            canvas.stroke(tube) { _, _, _, value in value = max(value, 0.95) }
        }
        if mirror > 0 {
            stroke([(0, 0), (0, 0.07), (0.045, 0.07)])
        } else {
            stroke([(0, 0.07), (0, 0), (0.03, 0), (0.043, 0.008), (0.043, 0.028), (0.03, 0.036), (0, 0.036)])
            stroke([(0.02, 0.036), (0.045, 0.07)])
        }
    }
}
