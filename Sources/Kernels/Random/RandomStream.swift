import CKernels

/// A stream of random numbers that is a pure function of its key, so that resuming a run, reordering its work or changing
/// the number of threads changes nothing: element `i` depends on (seed, purpose, step, item, i) alone.
///
/// The counter of the generator is (block of four words, low half of the item, step, purpose); its key is the seed, mixed
/// with the high half of the item.
///
/// Source: Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3" (Philox4x32-10).
package struct RandomStream: Sendable {
    private let key: (UInt32, UInt32)
    private let counter: (UInt32, UInt32, UInt32)

    /// - Parameters:
    ///   - seed: The seed of the run.
    ///   - purpose: What the numbers are for; streams with different purposes share no numbers.
    ///   - step: At most 2³² - 1, such as the step of training.
    ///   - item: Any number from 0, such as the image's index.
    package init(seed: UInt64, purpose: Purpose, step: Int = 0, item: Int = 0) {
        precondition(item >= 0, "items count from 0")
        precondition(step >= 0 && step <= UInt32.max, "a step has 32 bits")
        // The factor is odd, so different high halves give different keys; a high half of zero leaves the seed as it is.
        let mixed = seed ^ (UInt64(item) >> 32 &* Self.highHalfFactor)
        key = (UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
        counter = (UInt32(truncatingIfNeeded: item), UInt32(step), purpose.rawValue)
    }

    /// A multiplier whose bits are spread well. Source: Steele & Vigna, 2022, arXiv:2001.05304.
    private static let highHalfFactor: UInt64 = 0xd134_2543_de82_ef95

    /// Fills with numbers uniform on the open interval (0, 1).
    package func fillUniform(_ values: Buffer, kernels: KernelSet = .current) {
        withWords { kernels.loops.uniform(values.base, $0, $1, values.count) }
    }

    /// Fills with standard normal numbers.
    package func fillNormal(_ values: Buffer, kernels: KernelSet = .current) {
        withWords { kernels.loops.normal(values.base, $0, $1, values.count) }
    }

    /// The first words of the generator, `[4 · blocks]`.
    package func words(blocks: Int, kernels: KernelSet = .current) -> [UInt32] {
        var words = [UInt32](repeating: 0, count: 4 * blocks)
        withWords { kernels.loops.philox(&words, $0, $1, 0, blocks) }
        return words
    }

    private func withWords(_ body: (_ key: UnsafePointer<UInt32>, _ counter: UnsafePointer<UInt32>) -> Void) {
        withUnsafeBytes(of: key) { key in
            withUnsafeBytes(of: counter) { counter in
                body(
                    key.assumingMemoryBound(to: UInt32.self).baseAddress!,
                    counter.assumingMemoryBound(to: UInt32.self).baseAddress!)
            }
        }
    }

    /// A random order of `0..<count` (Fisher–Yates).
    package func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        // Each draw has 64 bits: the bias of the product's upper half is below count · 2⁻⁶⁴.
        let words = words(blocks: (count + 1) / 2)
        for last in stride(from: count - 1, to: 0, by: -1) {
            let draw = UInt64(words[2 * last]) | UInt64(words[2 * last + 1]) << 32
            order.swapAt(last, Int(draw.multipliedFullWidth(by: UInt64(last + 1)).high))
        }
        return order
    }
}
