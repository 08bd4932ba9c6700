import Kernels

extension FittedSteps {
    /// Carries points from noise to latents, in place.
    ///
    /// - Parameters:
    ///   - points: `[rows, dimension]`
    ///   - weights: `[count, count + 1]`
    ///   - means: Those of the classes, and last that of all, on the flow's scale, `[classes + 1, dimension]`; nil to ask the
    ///     network for the first velocity.
    /// - Complexity: `evaluations` velocities of all rows; memory of as many buffers as large as `points`.
    func transport(_ points: Buffer, weights: Buffer, means: Buffer?, field: ClassVelocity) {
        var terms: [Buffer] = []
        var difference: Buffer?
        let emphasis = guidedStep == nil ? 0 : (field.guidance - 1) / (guidance - 1)
        for step in 0..<count {
            let velocity = Buffer(count: points.count)
            field.ownVelocity(at: points, time: times[step], means: means, into: velocity)
            terms.append(velocity)
            if step == guidedStep, emphasis != 0 {
                let found = Buffer(count: points.count)
                field.difference(ofOwn: velocity, at: points, time: times[step], into: found)
                difference = found
            }
            let row = weights[row: step, of: count + 1]
            for (index, term) in terms.enumerated() { points.move(by: row[index], along: term) }
            if let difference { points.move(by: Float(emphasis) * row[count], along: difference) }
        }
    }
}
