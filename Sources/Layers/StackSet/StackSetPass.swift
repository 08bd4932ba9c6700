import Kernels

/// A pass of a lane's images through the stacks of a set.
package struct StackSetPass: Sendable {
    package let set: StackSet
    package let weights: StackSetWeights
    package let workspace: StackSetWorkspace
    package let images: Int
    /// Draws of each image.
    package var draws = 1
    /// What steers conditioned layers; nil where no stack has any.
    package var condition: Condition?

    package init(_ set: StackSet, images: Int, weights: StackSetWeights, workspace: StackSetWorkspace) {
        self.set = set
        self.weights = weights
        self.workspace = workspace
        self.images = images
    }

    /// The draws of all images, those of one image next to each other.
    package var rows: Int { images * draws }

    /// Runs a stack over its input `[images, inputCount]` or `[rows, inputCount]`.
    ///
    /// - Returns: The output, a view into the workspace.
    @discardableResult
    package func forward(_ place: StackSet.Place, _ input: Buffer) -> Buffer {
        set[place].forward(input, stack(place))
    }

    /// The output of a stack's last forward pass.
    package func output(_ place: StackSet.Place) -> Buffer {
        workspace[place].output(of: set[place], images: count(place))
    }

    /// Runs the backward pass of a stack's last forward pass.
    ///
    /// - Parameters:
    ///   - outputGradient: Changed where the stack says so.
    ///   - input: The input of the forward pass.
    ///   - gradients: Where the gradients of parameters go; nil to compute the input's gradient alone.
    ///   - inputGradient: nil where it is not needed.
    package func backward(
        _ place: StackSet.Place, _ outputGradient: Buffer, input: Buffer, gradients: StackSetGradients?,
        into inputGradient: Buffer?
    ) {
        set[place].backward(
            outputGradient, input: input, stack(place), gradients: gradients?[place], into: inputGradient)
    }

    /// Adds the gradients of a few layers' parameters to a lane's arena. See
    /// ``LayerStack/addGradients(ofLayers:_:_:to:)``.
    package func addGradients(
        _ place: StackSet.Place, ofLayers range: ClosedRange<Int>, _ outputGradient: Buffer, to lane: Arena
    ) {
        set[place].addGradients(ofLayers: range, outputGradient, stack(place), to: lane)
    }

    private func count(_ place: StackSet.Place) -> Int {
        switch place.rows {
        case .images: images
        case .draws: rows
        }
    }

    private func stack(_ place: StackSet.Place) -> StackPass {
        StackPass(images: count(place), weights: weights[place], workspace: workspace[place], condition: condition)
    }
}
