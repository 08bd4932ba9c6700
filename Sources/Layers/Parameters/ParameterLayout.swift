import Kernels

/// The parameter arrays of a model, in the order of their declaration. All arenas of the model have this layout.
package struct ParameterLayout: Sendable, Hashable {
    package private(set) var slots: [Slot] = []
    private var initializations: [Initialization] = []
    /// Floats of an arena, including the gaps between aligned arrays.
    package private(set) var arenaCount = 0

    /// The number of floats in a cache line, at which arrays start.
    private static let alignment = 16

    package init() {}

    /// The number of parameters, without gaps.
    package var parameterCount: Int { slots.reduce(0) { $0 + $1.count } }

    /// Declares an array.
    package mutating func add(_ name: String, shape: [Int], _ initialization: Initialization) -> Slot {
        precondition(!slots.contains { $0.name == name }, "parameter names differ")
        let slot = Slot(name: name, shape: shape, offset: arenaCount)
        slots.append(slot)
        initializations.append(initialization)
        arenaCount += (slot.count + Self.alignment - 1) / Self.alignment * Self.alignment
        return slot
    }

    /// Fills an arena with starting values, which depend on the seed and the order of the slots alone.
    package func initialize(_ arena: Arena, seed: UInt64) {
        for (index, slot) in slots.enumerated() {
            initializations[index].fill(
                arena[slot], from: RandomStream(seed: seed, purpose: .initialization, item: index))
        }
    }
}
