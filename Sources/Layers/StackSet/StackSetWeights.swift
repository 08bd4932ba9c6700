import Platform

/// The weights of all stacks of a set, packed for their passes.
package struct StackSetWeights: Sendable {
    package let parameters: Arena
    private let stacks: [StackWeights]
    private let packing: StackPacking

    /// Takes memory for the weights; `pack` fills it.
    ///
    /// - Parameters:
    ///   - parameters: Read at every `pack`.
    ///   - backward: Whether backward passes are meant too.
    package init(_ set: StackSet, parameters: Arena, backward: Bool) {
        self.parameters = parameters
        stacks = zip(set.stacks, set.needInputGradient).map { stack, needsInputGradient in
            StackWeights(
                stack, parameters: parameters, backward: backward, needsInputGradient: needsInputGradient)
        }
        packing = StackPacking(stacks)
    }

    package subscript(place: StackSet.Place) -> StackWeights { stacks[place.index] }

    /// Packs the weights as the parameters are now. Call it whenever they have changed.
    package func pack(pool: WorkerPool) { packing.pack(pool: pool) }
}
