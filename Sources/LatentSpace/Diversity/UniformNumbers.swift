import Kernels

/// Uniform random numbers on 0..<1 in double precision.
struct UniformNumbers {
    private let words: [UInt32]

    init(_ stream: RandomStream, count: Int) { words = stream.words(blocks: (count + 1) / 2) }

    subscript(index: Int) -> Double {
        let bits = UInt64(words[2 * index]) << 32 | UInt64(words[2 * index + 1])
        return Double(bits >> 11) * 0x1p-53
    }
}
