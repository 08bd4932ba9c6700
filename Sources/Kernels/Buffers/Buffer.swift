import CKernels
import Platform

/// A contiguous array of floats that several views can share. A whole allocation is aligned to 64 bytes.
///
/// A buffer is a view with reference semantics: a copy or a slice refers to the same memory, which lives as long as any view
/// of it. Threads may write to slices that do not overlap; the callers of `WorkerPool` divide the work accordingly.
///
/// Views, accesses and checks are inlinable, because the compiler doesn't inline `package` functions into other targets by
/// itself.
package struct Buffer: @unchecked Sendable {
    @usableFromInline let storage: Storage
    @usableFromInline let base: UnsafeMutablePointer<Float>
    package let count: Int

    @usableFromInline final class Storage {
        let base: UnsafeMutablePointer<Float>
        private let allocation: UnsafeMutableRawPointer

        /// The system gives large memory as zeros and only when it is touched.
        init(count: Int) {
            // Products read slightly beyond the last row of their right side.
            let room = (count + GRISAILLE_SLACK) * MemoryLayout<Float>.stride + Self.alignment
            guard let allocation = calloc(room, 1) else { Memory.end(wanting: room) }
            self.allocation = allocation
            base = allocation.alignedUp(toMultipleOf: Self.alignment).assumingMemoryBound(to: Float.self)
        }

        deinit { free(allocation) }

        private static let alignment = 64
    }

    /// Allocates zeros.
    package init(count: Int) {
        precondition(count >= 0, "a buffer's count is not negative")
        storage = Storage(count: count)
        base = storage.base
        self.count = count
    }

    /// Allocates a copy of the values.
    package init(_ values: [Float]) {
        self.init(count: values.count)
        values.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { base.update(from: start, count: count) }
        }
    }

    @inlinable init(storage: Storage, base: UnsafeMutablePointer<Float>, count: Int) {
        self.storage = storage
        self.base = base
        self.count = count
    }

    /// A view of a part.
    @inlinable package subscript(range: Range<Int>) -> Buffer {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "the slice lies within the buffer")
        return Buffer(storage: storage, base: base + range.lowerBound, count: range.count)
    }

    /// A view of the first elements.
    @inlinable package func prefix(_ length: Int) -> Buffer { self[0..<length] }

    /// One element. Use it for tests and single values, not in loops.
    @inlinable package subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "the index lies within the buffer")
            return base[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < count, "the index lies within the buffer")
            base[index] = newValue
        }
    }

    /// A copy of the values.
    package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// Whether no value is infinite or NaN.
    @inlinable package var isFinite: Bool { UnsafeBufferPointer(start: base, count: count).allSatisfy(\.isFinite) }

    /// Whether the magnitude of every value is at most `bound`; false where one is NaN.
    @inlinable package func isWithin(_ bound: Float) -> Bool {
        // Counting all values runs in vectors; stopping at the first one does not.
        UnsafeBufferPointer(start: base, count: count).reduce(into: 0) { $0 += $1.magnitude <= bound ? 0 : 1 } == 0
    }

    /// Sets every element.
    package func fill(_ value: Float) { base.update(repeating: value, count: count) }

    /// Copies the values of a buffer with the same count. Both may be the same memory.
    package func copy(from source: Buffer) {
        precondition(source.count == count, "copies have the same count")
        base.update(from: source.base, count: count)
    }

    /// Calls a closure with the elements, which it may change.
    @inlinable package func withMutableSpan<Result>(_ body: (inout MutableSpan<Float>) throws -> Result) rethrows
        -> Result
    {
        var span = UnsafeMutableBufferPointer(start: base, count: count).mutableSpan
        return try body(&span)
    }

    /// Calls a closure with the elements.
    @inlinable package func withSpan<Result>(_ body: (Span<Float>) throws -> Result) rethrows -> Result {
        try body(UnsafeBufferPointer(start: base, count: count).span)
    }

    /// The values as little-endian bytes, four per value.
    package var littleEndianBytes: [UInt8] {
        #if _endian(little)
            [UInt8](UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Float>.stride))
        #else
            UnsafeBufferPointer(start: base, count: count).flatMap { value in
                (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
            }
        #endif
    }

    /// Sets the values from little-endian bytes, four per value.
    package func copy(fromLittleEndian bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == count * MemoryLayout<Float>.stride, "four bytes per value")
        #if _endian(little)
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(start: base, count: source.count).copyMemory(from: source)
            }
        #else
            for (index, start) in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).enumerated() {
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
                base[index] = Float(bitPattern: bits)
            }
        #endif
    }
}
