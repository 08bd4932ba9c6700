/// What a pass of some images through a stack works with.
package struct StackPass: Sendable {
    package let images: Int
    let weights: StackWeights
    let workspace: StackWorkspace
    let condition: Condition?

    /// - Parameter condition: What steers conditioned layers, where the stack has any.
    package init(images: Int, weights: StackWeights, workspace: StackWorkspace, condition: Condition? = nil) {
        self.images = images
        self.weights = weights
        self.workspace = workspace
        self.condition = condition
    }

    /// The pass of one layer, without gradients of parameters.
    func layer(_ index: Int) -> LayerPass {
        LayerPass(
            images: images, weights: weights.layers[index], scratch: workspace.scratch, condition: condition,
            gradients: nil)
    }
}
