import CKernels

/// A stream of random numbers that is a pure function of its key, so that resuming, re-ordering and the number of
/// threads change nothing: element `i` depends on (seed, purpose, step, item, i) alone.
///
/// Source: Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3" (Philox4x32-10).
public struct RandomStream: Sendable {
    /// What the numbers are for; streams of different purposes never meet.
    public struct Purpose: Sendable, RawRepresentable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
    }

    private let key: (UInt32, UInt32)
    private let stream: (UInt32, UInt32, UInt32)

    public init(seed: UInt64, purpose: Purpose, step: Int = 0, item: Int = 0) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        stream = (UInt32(truncatingIfNeeded: item), UInt32(truncatingIfNeeded: step), purpose.rawValue)
    }

    /// Fills with numbers uniform on the open interval (0, 1).
    public func fillUniform(_ values: Buffer, kernels: KernelSet = .current) {
        withWords { kernels.loops.uniform(values.base, $0, $1, values.count) }
    }

    /// Fills with standard normal numbers.
    public func fillNormal(_ values: Buffer, kernels: KernelSet = .current) {
        withWords { kernels.loops.normal(values.base, $0, $1, values.count) }
    }

    /// The generator's words `[4 · blocks]` themselves.
    public func words(blocks: Int, kernels: KernelSet = .current) -> [UInt32] {
        var words = [UInt32](repeating: 0, count: 4 * blocks)
        withWords { kernels.loops.philox(&words, $0, $1, 0, blocks) }
        return words
    }

    private func withWords(_ body: (_ key: UnsafePointer<UInt32>, _ stream: UnsafePointer<UInt32>) -> Void) {
        withUnsafeBytes(of: key) { key in
            withUnsafeBytes(of: stream) { stream in
                body(
                    key.assumingMemoryBound(to: UInt32.self).baseAddress!,
                    stream.assumingMemoryBound(to: UInt32.self).baseAddress!)
            }
        }
    }

    /// A random order of `0..<count` (Fisher–Yates).
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        // 64 bits a draw: the bias of the product's upper half is below count · 2⁻⁶⁴.
        let words = words(blocks: (count + 1) / 2)
        for last in stride(from: count - 1, to: 0, by: -1) {
            let draw = UInt64(words[2 * last]) | UInt64(words[2 * last + 1]) << 32
            order.swapAt(last, Int(draw.multipliedFullWidth(by: UInt64(last + 1)).high))
        }
        return order
    }
}
