import Kernels
import Layers

/// The velocity of a lane's points and its gradients.
extension VelocityNetwork {
    /// The velocity `[points, dimension]` at points `[points, dimension]`, a view into the workspace.
    package func forward(_ points: Buffer, _ pass: VelocityPass) -> Buffer {
        var stacks = pass.stacks(of: self)
        stacks.condition = Condition(values: stacks.forward(embedding, features(pass)))
        let velocity = stacks.forward(trunk, points)
        addLinearPart(of: points, to: velocity, pass)
        return velocity
    }

    /// Runs the backward pass of the last forward pass.
    ///
    /// - Parameters:
    ///   - velocityGradient: `[points, dimension]`; changed.
    ///   - gradients: Where the gradients of parameters go; nil to compute the points' gradient alone.
    ///   - pointGradient: `[points, dimension]`; nil where it is not needed.
    package func backward(
        _ velocityGradient: Buffer, points: Buffer, _ pass: VelocityPass, gradients: StackSetGradients?,
        into pointGradient: Buffer?
    ) {
        let linearGradient = pass.workspace.linearGradient.prefix(velocityGradient.count)
        if pointGradient != nil, configuration.predictsRest == true {
            linearGradient.copy(from: velocityGradient)
        }
        var stacks = pass.stacks(of: self)
        let condition = stacks.output(embedding)
        let conditionGradient = pass.workspace.conditionGradient.prefix(condition.count)
        stacks.condition = Condition(values: condition, gradient: conditionGradient)
        stacks.backward(trunk, velocityGradient, input: points, gradients: gradients, into: pointGradient)
        if let pointGradient { addLinearPart(of: linearGradient, to: pointGradient, pass) }
        guard let gradients else { return }
        stacks.backward(embedding, conditionGradient, input: features(pass), gradients: gradients, into: nil)
    }

    /// Adds the best linear prediction of the velocity from the points, or its gradient. A point (1 - t)·x₀ + t·x₁ of
    /// independent ends with unit variances predicts x₁ - x₀ as (2t - 1) / (t² + (1 - t)²) times itself. The layers need not
    /// carry a point through themselves then, which would take all their width where a position has many channels.
    ///
    /// Source: Karras et al., 2022, arXiv:2206.00364, section 5 (preconditioning).
    private func addLinearPart(of points: Buffer, to sum: Buffer, _ pass: VelocityPass) {
        guard configuration.predictsRest == true else { return }
        for row in 0..<pass.points {
            let time = Self.time(of: pass.workspace.features[row: row, of: featureCount])
            let factor = (2 * time - 1) / (time * time + (1 - time) * (1 - time))
            sum[row: row, of: dimension].move(by: Float(factor), along: points[row: row, of: dimension])
        }
    }

    private func features(_ pass: VelocityPass) -> Buffer {
        pass.workspace.features.prefix(pass.points * featureCount)
    }
}
