import Kernels

/// A flat buffer for all arrays of one kind: parameters, gradients, moments of Adam, or averaged weights.
package struct Arena: Sendable {
    /// All arrays, one after the other; the gaps between them stay zero.
    package let buffer: Buffer

    /// Zeros for the whole layout.
    package init(_ layout: ParameterLayout) { buffer = Buffer(count: layout.arenaCount) }

    /// A view of one array.
    package subscript(slot: Slot) -> Buffer { buffer[slot.offset..<slot.offset + slot.count] }

    /// A copy that shares no memory.
    package func copy() -> Arena { Arena(buffer: Buffer(buffer.values)) }

    private init(buffer: Buffer) { self.buffer = buffer }
}
