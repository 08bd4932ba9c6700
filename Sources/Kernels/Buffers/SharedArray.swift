import Platform

/// A fixed number of values that threads write in parallel, each thread its own elements. It has reference semantics.
///
/// Unlike an array behind a lock, it takes no memory when it is written to. Threads may write different elements at once; the
/// callers of `WorkerPool` divide the work accordingly.
package struct SharedArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    @usableFromInline let storage: Storage

    @usableFromInline final class Storage {
        @usableFromInline let elements: UnsafeMutableBufferPointer<Element>

        init(_ element: Element, count: Int) {
            let bytes = count * MemoryLayout<Element>.stride
            guard let memory = malloc(max(1, bytes)) else { Memory.end(wanting: bytes) }
            elements = UnsafeMutableBufferPointer(
                start: memory.bindMemory(to: Element.self, capacity: count), count: count)
            elements.initialize(repeating: element)
        }

        deinit { free(elements.baseAddress) }
    }

    package init(repeating element: Element, count: Int) {
        precondition(count >= 0, "a count is not negative")
        storage = Storage(element, count: count)
    }

    @inlinable package var count: Int { storage.elements.count }

    @inlinable package subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count, "the index lies within the array")
            return storage.elements[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < count, "the index lies within the array")
            storage.elements[index] = newValue
        }
    }

    /// A copy of the first elements.
    package func prefix(_ length: Int) -> [Element] { Array(storage.elements.prefix(length)) }
}
