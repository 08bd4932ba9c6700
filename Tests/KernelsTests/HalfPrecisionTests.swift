import Testing

@testable import Kernels

@Suite struct HalfPrecisionTests {
    /// Every half that is a number comes back as it was.
    @Test func everyHalfReturns() {
        for bits in UInt16.min...UInt16.max where bits & 0x7fff < 0x7c00 {
            #expect(Buffer.half(Buffer.single(bits)) == bits)
        }
    }

    /// Values that IEEE 754 names, and those half-way between two halves, which go to the even one.
    @Test func knownValues() {
        #expect(Buffer.half(1) == 0x3c00)
        #expect(Buffer.half(-2) == 0xc000)
        #expect(Buffer.half(65504) == 0x7bff)
        #expect(Buffer.half(1e9) == 0x7bff)
        #expect(Buffer.half(0x1p-24) == 0x0001)
        #expect(Buffer.half(0x1p-25) == 0x0000)
        #expect(Buffer.half(0x1.8p-24) == 0x0002)
        #expect(Buffer.half(1 + 0x1p-11) == 0x3c00)
        #expect(Buffer.half(1 + 0x3p-11) == 0x3c02)
        #expect(Buffer.single(0x3555) == 0.333251953125)
    }

    @Test func bytesReturn() {
        let values: [Float] = [0, -0.5, 3.140625, 1000, -0x1p-20]
        let buffer = Buffer(values)
        let bytes = buffer.halfPrecisionBytes
        #expect(bytes.count == 10)
        let copy = Buffer(count: 5)
        copy.copy(fromHalfPrecision: bytes[...])
        #expect(copy.values == values)
    }
}
