import Kernels
import Layers

/// The velocity of the points of a lane, whose features stand in its workspace, and its gradients.
extension VelocityNetwork {
    /// velocity `[points, dimension]`, a view into the workspace, at points `[points, dimension]`.
    public func forward(
        _ points: Buffer, count: Int, weights: VelocityWeights, workspace: VelocityWorkspace
    ) -> Buffer {
        let condition = embedding.forward(
            workspace.features.prefix(count * featureCount), images: count, weights: weights.embedding,
            workspace: workspace.embedding)
        return trunk.forward(
            points, condition: condition, images: count, weights: weights.trunk, workspace: workspace.trunk)
    }

    /// Goes back through the last forward pass.
    ///
    /// - velocityGradient: `[points, dimension]`; used up.
    /// - parameters: where the parameters' gradients go; nil where only the points' is wanted.
    /// - pointGradient: `[points, dimension]`, or nil where nobody asks for it.
    public func backward(
        _ velocityGradient: Buffer, points: Buffer, count: Int, weights: VelocityWeights,
        workspace: VelocityWorkspace, parameters: (lane: Arena, record: VelocityRecord, firstPoint: Int)?,
        into pointGradient: Buffer?
    ) {
        let condition = workspace.embedding.output(of: embedding, images: count)
        let conditionGradient = workspace.conditionGradient.prefix(condition.count)
        trunk.backward(
            velocityGradient, input: points, condition: condition, images: count, weights: weights.trunk,
            parameters: parameters.map {
                StackGradients(lane: $0.lane, record: $0.record.trunk, firstImage: $0.firstPoint)
            },
            workspace: workspace.trunk, into: pointGradient, conditionGradient: conditionGradient)
        guard let parameters else { return }
        embedding.backward(
            conditionGradient, input: workspace.features.prefix(count * featureCount), images: count,
            weights: weights.embedding,
            parameters: StackGradients(
                lane: parameters.lane, record: parameters.record.embedding, firstImage: parameters.firstPoint),
            workspace: workspace.embedding, into: nil)
    }
}
