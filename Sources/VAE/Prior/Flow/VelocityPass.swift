import Kernels
import Layers

/// A pass of some points, whose features stand in the workspace, through a velocity network.
package struct VelocityPass: Sendable {
    /// The number of points.
    package let points: Int
    let weights: StackSetWeights
    let workspace: VelocityWorkspace

    package init(points: Int, weights: StackSetWeights, workspace: VelocityWorkspace) {
        precondition(points <= workspace.capacity, "the points fit in the workspace")
        self.points = points
        self.weights = weights
        self.workspace = workspace
    }

    func stacks(of network: VelocityNetwork) -> StackSetPass {
        StackSetPass(network.stacks, images: points, weights: weights, workspace: workspace.stacks)
    }
}
