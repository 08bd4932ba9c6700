import Layers

/// The stacks of a network, known by their places.
public struct StackSet: Sendable {
    public private(set) var stacks: [LayerStack] = []
    /// Of every stack, whether gradients go on to its input.
    private(set) var needInputGradient: [Bool] = []

    /// Of every stack.
    private(set) var turns: [Turn] = []

    /// What a stack runs once for.
    enum Turn: Sendable {
        /// An image, however many draws are taken from its posterior.
        case image
        case draw
    }

    /// Where a stack is found.
    struct Place: Sendable, Hashable {
        fileprivate let index: Int
        let turn: Turn
    }

    mutating func add(_ stack: LayerStack, _ turn: Turn, needsInputGradient: Bool = true) -> Place {
        stacks.append(stack)
        needInputGradient.append(needsInputGradient)
        turns.append(turn)
        return Place(index: stacks.count - 1, turn: turn)
    }

    subscript(place: Place) -> LayerStack { stacks[place.index] }

    /// Floating-point operations of a forward pass over one image.
    public var forwardOperations: Int { stacks.reduce(0) { $0 + $1.forwardOperations } }

    /// The floats that a pass forward and backward touches for one image, the parameters aside.
    var activationCount: Int { stacks.reduce(0) { $0 + $1.activationCount } }

    /// The slots whose gradients every lane adds up.
    var laneSlots: [Slot] { stacks.flatMap(\.laneSlots) }
}

extension Array {
    /// What belongs to a stack, of a list that has one for each.
    subscript(place: StackSet.Place) -> Element { self[place.index] }
}
