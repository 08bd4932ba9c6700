import Kernels

/// One flat buffer for everything of a kind: parameters, their gradients, Adam's moments or averaged weights.
public struct Arena: Sendable {
    /// All arrays, one behind the other; the gaps between them stay zero.
    public let buffer: Buffer

    /// Zeros for the whole layout.
    public init(_ layout: ParameterLayout) { buffer = Buffer(count: layout.arenaCount) }

    /// A view of one array.
    public subscript(slot: Slot) -> Buffer { buffer[slot.offset..<slot.offset + slot.count] }

    /// A copy that shares no memory.
    public func copy() -> Arena { Arena(buffer: Buffer(buffer.values)) }

    private init(buffer: Buffer) { self.buffer = buffer }
}
