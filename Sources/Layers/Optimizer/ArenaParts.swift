import Kernels

/// An arena cut into parts of a fixed size, so that sums over them are the same with any number of threads.
struct ArenaParts: Sendable {
    private let total: Int
    private static let size = 16 * 1024

    init(_ arena: Arena) { total = arena.buffer.count }

    var count: Int { (total + Self.size - 1) / Self.size }

    subscript(part: Int) -> Range<Int> { part * Self.size..<min(total, (part + 1) * Self.size) }
}
