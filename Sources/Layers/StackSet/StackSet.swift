/// Several layer stacks that belong to one network, each known by its place.
///
/// The set is the structure alone. `StackSetWeights`, `StackSetWorkspace`, `StackSetRecord` and `StackSetGradients` hold
/// what its passes work with, and `StackSetPass` runs them.
package struct StackSet: Sendable {
    package private(set) var stacks: [LayerStack] = []
    /// What the rows of each stack's input stand for.
    private(set) var rows: [Rows] = []
    /// Whether backward passes compute the gradient of each stack's input.
    private(set) var needInputGradient: [Bool] = []

    /// What the rows of a stack's input stand for.
    package enum Rows: Sendable {
        /// One row per image, however many draws are taken from its posterior.
        case images
        /// One row per draw.
        case draws
    }

    /// The place of a stack in its set.
    package struct Place: Sendable, Hashable {
        let index: Int
        let rows: Rows
    }

    package init() {}

    /// Adds a stack.
    ///
    /// - Parameter needsInputGradient: Whether backward passes compute the gradient of the stack's input.
    package mutating func add(_ stack: LayerStack, _ rows: Rows = .images, needsInputGradient: Bool = true) -> Place {
        stacks.append(stack)
        self.rows.append(rows)
        needInputGradient.append(needsInputGradient)
        return Place(index: stacks.count - 1, rows: rows)
    }

    package subscript(place: Place) -> LayerStack { stacks[place.index] }

    /// The layers of all stacks.
    package var layers: [any Layer] { stacks.flatMap(\.layers) }

    /// The slots to whose gradients every lane adds.
    package var laneSlots: [Slot] { stacks.flatMap(\.laneSlots) }

    /// Floats that a forward and a backward pass touch per image, the parameters aside.
    package var activationCount: Int { stacks.reduce(0) { $0 + $1.activationCount } }

    /// Floating-point operations of a forward pass over one image.
    package var forwardOperations: Int { stacks.reduce(0) { $0 + $1.forwardOperations } }

    /// Floating-point operations of a forward and a backward pass over one image. The backward pass takes twice those of
    /// the forward pass, less the gradients of inputs that are not needed.
    package var trainingOperations: Int {
        zip(stacks, needInputGradient).reduce(3 * forwardOperations) { sum, stack in
            stack.1 ? sum : sum - stack.0.layers[0].forwardOperations
        }
    }
}
