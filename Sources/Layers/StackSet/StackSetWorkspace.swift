/// The memory that one worker needs to take up to `capacity` images or draws through the stacks of a set, allocated once.
package struct StackSetWorkspace: Sendable {
    private let stacks: [StackWorkspace]

    /// - Parameter backward: Whether backward passes are meant too.
    package init(_ set: StackSet, capacity: Int, backward: Bool) {
        stacks = set.stacks.map { StackWorkspace($0, capacity: capacity, backward: backward) }
    }

    package subscript(place: StackSet.Place) -> StackWorkspace { self[place.index] }

    subscript(index: Int) -> StackWorkspace { stacks[index] }
}
