/// A 64-bit hash that is the same in every run and on every machine, unlike `Hasher`.
///
/// Each step is a bijection of both the state and the word, so two inputs that differ in a single word never collide.
struct PixelHasher {
    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// Adds a word.
    mutating func combine(_ word: UInt64) {
        state = (state ^ word) &* 0xd6e8_feb8_6659_fd93
        state ^= state >> 32
    }

    /// Adds 8-bit samples, eight per word, the first in the lowest bits. The last word is padded with zeros.
    mutating func combine(_ samples: UnsafeBufferPointer<UInt8>) {
        let bytes = UnsafeRawBufferPointer(samples)
        var offset = 0
        while offset + 8 <= bytes.count {
            combine(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        combine(bytes[offset...].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Adds 16-bit samples, four per word, the first in the lowest bits. The last word is padded with zeros.
    mutating func combine(_ samples: UnsafeBufferPointer<UInt16>) {
        var offset = 0
        while offset + 4 <= samples.count {
            let low = UInt64(samples[offset]) | UInt64(samples[offset + 1]) << 16
            let high = UInt64(samples[offset + 2]) | UInt64(samples[offset + 3]) << 16
            combine(low | high << 32)
            offset += 4
        }
        combine(samples[offset...].reversed().reduce(0) { $0 << 16 | UInt64($1) })
    }

    /// The hash of all words. Their bits are mixed once more.
    var value: UInt64 {
        var mixed = state
        for multiplier: UInt64 in [0xa24b_aed4_963e_e407, 0x9fb2_1c65_1e98_df25] {
            mixed ^= mixed >> 29
            mixed = mixed &* multiplier
        }
        return mixed ^ mixed >> 32
    }
}
