import Kernels

extension Buffer {
    /// One row of a `[rows, count]` buffer.
    subscript(row row: Int, of count: Int) -> Buffer { self[row * count..<(row + 1) * count] }
}
