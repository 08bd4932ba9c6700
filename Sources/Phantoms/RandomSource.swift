import Platform

/// A random number generator with a separate stream for each (seed, kind, index, purpose).
///
/// Source: SplitMix64, Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct RandomSource {
    /// What the numbers are for. A larger image, which needs more random numbers for noise, still shows the same patient.
    enum Purpose: UInt64 {
        case factors, texture, noise
    }

    private var state: UInt64
    private var spareNormal: Double?

    init(state: UInt64) {
        self.state = state
    }

    init(seed: UInt64, kind: PhantomKind, index: Int, purpose: Purpose) {
        // FNV-1a of the name, so that the stream doesn't change if kinds are added or reordered.
        let name = kind.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        state = [name, UInt64(index), purpose.rawValue].reduce(Self.mixed(seed)) { Self.mixed($0 ^ $1) }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A uniform number in [0, 1).
    mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// A standard normal number. Source: Box & Muller, 1958.
    mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
