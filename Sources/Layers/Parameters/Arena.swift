import Kernels

/// A flat buffer for all arrays of one kind: parameters, gradients, moments of Adam, or averaged weights.
public struct Arena: Sendable {
    /// All arrays, one after the other; the gaps between them stay zero.
    public let buffer: Buffer

    /// Zeros for the whole layout.
    public init(_ layout: ParameterLayout) { buffer = Buffer(count: layout.arenaCount) }

    /// A view of one array.
    public subscript(slot: Slot) -> Buffer { buffer[slot.offset..<slot.offset + slot.count] }

    /// A copy that shares no memory.
    public func copy() -> Arena { Arena(buffer: Buffer(buffer.values)) }

    private init(buffer: Buffer) { self.buffer = buffer }
}
