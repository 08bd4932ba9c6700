import Kernels
import Layers

/// The velocity of a lane's points and its gradients.
extension VelocityNetwork {
    /// The velocity `[points, dimension]` at points `[points, dimension]`, a view into the workspace.
    package func forward(_ points: Buffer, _ pass: VelocityPass) -> Buffer {
        var stacks = pass.stacks(of: self)
        stacks.condition = Condition(values: stacks.forward(embedding, features(pass)))
        return stacks.forward(trunk, points)
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
        var stacks = pass.stacks(of: self)
        let condition = stacks.output(embedding)
        let conditionGradient = pass.workspace.conditionGradient.prefix(condition.count)
        stacks.condition = Condition(values: condition, gradient: conditionGradient)
        stacks.backward(trunk, velocityGradient, input: points, gradients: gradients, into: pointGradient)
        guard let gradients else { return }
        stacks.backward(embedding, conditionGradient, input: features(pass), gradients: gradients, into: nil)
    }

    private func features(_ pass: VelocityPass) -> Buffer {
        pass.workspace.features.prefix(pass.points * featureCount)
    }
}
