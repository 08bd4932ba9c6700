import Kernels

/// The arrays of a model in the order in which they were declared; every arena of the model shares it.
public struct ParameterLayout: Sendable, Hashable {
    public private(set) var slots: [Slot] = []
    private var initializations: [Initialization] = []
    /// The floats of an arena, the gaps between aligned arrays included.
    public private(set) var arenaCount = 0

    /// Arrays begin at whole cache lines of 16 floats.
    private static let alignment = 16

    public init() {}

    /// The parameters of the model, gaps not counted.
    public var parameterCount: Int { slots.reduce(0) { $0 + $1.count } }

    /// Declares one more array.
    public mutating func add(_ name: String, shape: [Int], _ initialization: Initialization) -> Slot {
        precondition(!slots.contains { $0.name == name }, "parameter names differ")
        let slot = Slot(name: name, shape: shape, offset: arenaCount)
        slots.append(slot)
        initializations.append(initialization)
        arenaCount += (slot.count + Self.alignment - 1) / Self.alignment * Self.alignment
        return slot
    }

    /// Fills an arena with starting values, which depend on the seed and the slots' order alone.
    public func initialize(_ arena: Arena, seed: UInt64) {
        for (index, slot) in slots.enumerated() {
            initializations[index].fill(
                arena[slot], from: RandomStream(seed: seed, purpose: .initialization, item: index))
        }
    }
}
