import Kernels
import Testing

@Suite struct BufferTests {
    @Test func newBuffersAreZero() {
        #expect(Buffer(count: 1000).values == [Float](repeating: 0, count: 1000))
        #expect(Buffer(count: 0).values == [])
        #expect(Buffer([]).count == 0)
    }

    @Test func slicesShowTheSameMemory() {
        let whole = Buffer([0, 1, 2, 3, 4, 5])
        let slice = whole[2..<5]
        slice[0] = 20
        #expect(whole.values == [0, 1, 20, 3, 4, 5])
        slice[1..<3].fill(9)
        #expect(whole.values == [0, 1, 20, 9, 9, 5])
        #expect(whole.prefix(3).values == [0, 1, 20])
    }

    /// A slice keeps the memory of a buffer that is gone.
    @Test func memoryLivesAsLongAsAnyView() {
        func slice() -> Buffer { Buffer([Float](repeating: 3, count: 100_000))[50_000..<50_010] }
        let slices = (0..<20).map { _ in slice() }
        #expect(slices.allSatisfy { $0.values == [Float](repeating: 3, count: 10) })
    }

    @Test func copiesAreIndependent() {
        let first = Buffer([1, 2])
        let second = Buffer(count: 2)
        second.copy(from: first)
        first[0] = 5
        #expect(second.values == [1, 2])
    }

    @Test func bytesComeBackAsTheSameBits() {
        let values: [Float] = [0, -0.0, 1, -1.5, .infinity, .leastNonzeroMagnitude, 3.4e38]
        let bytes = Buffer(values).littleEndianBytes
        #expect(Array(bytes[8..<12]) == [0, 0, 0x80, 0x3f])
        let back = Buffer(count: values.count)
        back.copy(fromLittleEndian: ([1, 2, 3] + bytes)[3...])
        #expect(back.values.map(\.bitPattern) == values.map(\.bitPattern))
    }

    @Test func finitenessIsOfEveryElement() {
        #expect(Buffer([1, 2]).isFinite)
        #expect(!Buffer([1, .nan]).isFinite)
        #expect(!Buffer([-.infinity, 2]).isFinite)
    }

    @Test func spansShowTheElements() {
        let buffer = Buffer([1, 2, 3])
        buffer.withMutableSpan { span in for index in span.indices { span[index] *= 2 } }
        let last = buffer.withSpan { $0[2] }
        #expect(last == 6)
    }
}
