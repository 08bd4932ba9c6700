import Kernels

/// A pass of a lane's images through the stacks of a set.
public struct StackSetPass: Sendable {
    public let set: StackSet
    public let weights: StackSetWeights
    public let workspace: StackSetWorkspace
    public let images: Int
    /// Draws of each image.
    public var draws = 1
    /// What steers conditioned layers; nil where no stack has any.
    public var condition: Condition?

    public init(_ set: StackSet, images: Int, weights: StackSetWeights, workspace: StackSetWorkspace) {
        self.set = set
        self.weights = weights
        self.workspace = workspace
        self.images = images
    }

    /// The draws of all images, those of one image next to each other.
    public var rows: Int { images * draws }

    /// Runs a stack over its input `[images, inputCount]` or `[rows, inputCount]`.
    ///
    /// - Returns: The output, a view into the workspace.
    @discardableResult
    public func forward(_ place: StackSet.Place, _ input: Buffer) -> Buffer {
        set[place].forward(input, stack(place))
    }

    /// The output of a stack's last forward pass.
    public func output(_ place: StackSet.Place) -> Buffer {
        workspace[place].output(of: set[place], images: count(place))
    }

    /// Runs the backward pass of a stack's last forward pass.
    ///
    /// - Parameters:
    ///   - outputGradient: Changed where the stack says so.
    ///   - input: The input of the forward pass.
    ///   - gradients: Where the gradients of parameters go; nil to compute the input's gradient alone.
    ///   - inputGradient: nil where it is not needed.
    public func backward(
        _ place: StackSet.Place, _ outputGradient: Buffer, input: Buffer, gradients: StackSetGradients?,
        into inputGradient: Buffer?
    ) {
        set[place].backward(
            outputGradient, input: input, stack(place), gradients: gradients?[place], into: inputGradient)
    }

    /// Adds the gradients of one layer's parameters to a lane's arena. See ``LayerStack/addGradients(ofLayer:_:_:to:)``.
    public func addGradients(
        _ place: StackSet.Place, ofLayer index: Int, _ outputGradient: Buffer, to lane: Arena
    ) {
        set[place].addGradients(ofLayer: index, outputGradient, stack(place), to: lane)
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
