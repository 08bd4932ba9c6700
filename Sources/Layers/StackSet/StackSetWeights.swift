import Kernels

/// The weights of all stacks of a set, packed for their passes.
public struct StackSetWeights: Sendable {
    public let parameters: Arena
    private let stacks: [StackWeights]
    private let packing: StackPacking

    /// Takes memory for the weights; `pack` fills it.
    ///
    /// - Parameters:
    ///   - parameters: Read at every `pack`.
    ///   - backward: Whether backward passes are meant too.
    public init(_ set: StackSet, parameters: Arena, backward: Bool) {
        self.parameters = parameters
        stacks = zip(set.stacks, set.needInputGradient).map { stack, needsInputGradient in
            StackWeights(
                stack, parameters: parameters, backward: backward, needsInputGradient: needsInputGradient)
        }
        packing = StackPacking(stacks)
    }

    public subscript(place: StackSet.Place) -> StackWeights { stacks[place.index] }

    /// Packs the weights as the parameters are now. Call it whenever they have changed.
    public func pack(pool: WorkerPool) { packing.pack(pool: pool) }
}
