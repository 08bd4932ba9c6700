import Testing

@testable import Kernels

@Suite struct RandomStreamTests {
    /// Known answers of Philox4x32-10, from `kat_vectors` of Random123 1.14: counter, key, output.
    static let knownAnswers: [(counter: [UInt32], key: [UInt32], output: [UInt32])] = [
        ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        (
            [UInt32](repeating: .max, count: 4), [.max, .max],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        ),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        ),
    ]

    @Test(arguments: KernelSet.all, 0..<3)
    func philoxGivesItsKnownAnswers(kernels: KernelSet, number: Int) {
        let answer = Self.knownAnswers[number]
        var words = [UInt32](repeating: 0, count: 4)
        kernels.loops.philox(&words, answer.key, Array(answer.counter[1...]), Int(answer.counter[0]), 1)
        #expect(words == answer.output)
    }

    /// Up to an item of 2³² - 1 the key is the seed's halves, and the counter is block, item, step, purpose: the numbers
    /// that models were trained with stay the same.
    @Test(arguments: [0, 0x85a3_08d3, 0xffff_ffff])
    func streamsAreKeyedAsDocumented(item: Int) {
        let stream = RandomStream(seed: 0x299f_31d0_a409_3822, purpose: .tests, step: 0x1319_8a2e, item: item)
        var words = [UInt32](repeating: 0, count: 4)
        KernelSet.current.loops.philox(
            &words, [0xa409_3822, 0x299f_31d0], [UInt32(item), 0x1319_8a2e, RandomStream.Purpose.tests.rawValue], 2, 1)
        #expect(Array(stream.words(blocks: 3)[8...]) == words)
    }

    /// The item of draw 10,000 of the last of 500,000 images is beyond 2³²; no two of such items share a stream.
    @Test func itemsBeyond32BitsHaveStreamsOfTheirOwn() {
        var items: [Int] = [5, .max, 500_000 - 1 + 9_999 * 500_000]
        items += items.map { $0 & 0xffff_ffff }
        for high in 1...64 { items.append(5 + high << 32) }
        for bit in 32...62 { items.append(5 + 1 << bit) }
        let distinct = Set(items)
        var words = Set<[UInt32]>()
        for item in distinct { words.insert(RandomStream(seed: 1, purpose: .tests, item: item).words(blocks: 1)) }
        #expect(words.count == distinct.count)
    }

    /// Results depend on the numbers: a model's weights and noise come from them.
    @Test func purposesKeepTheirNumbers() {
        let numbers = RandomStream.Purpose.allCases.map(\.rawValue)
        #expect(Set(numbers).count == numbers.count)
        #expect(
            numbers == [
                1, 2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 40, 41,
                42, 43, 45, 46, 47, 200, 201, 300,
            ])
    }

    /// A longer fill begins with the shorter one, in every set and at every awkward length.
    @Test(arguments: KernelSet.all, awkwardCounts)
    func longerFillsBeginWithShorterOnes(kernels: KernelSet, count: Int) {
        let stream = RandomStream(seed: 7, purpose: .tests, step: 3, item: 9)
        let long = Buffer(count: 1500)
        let short = Buffer(count: count)
        stream.fillUniform(long, kernels: kernels)
        stream.fillUniform(short, kernels: kernels)
        #expect(Array(long.values.prefix(count)) == short.values)
        stream.fillNormal(long, kernels: kernels)
        stream.fillNormal(short, kernels: kernels)
        #expect(Array(long.values.prefix(count)) == short.values)
    }

    @Test func everyPartOfTheKeyChangesTheStream() {
        func values(seed: UInt64 = 1, purpose: RandomStream.Purpose = .tests, step: Int = 3, item: Int = 4) -> [Float] {
            let buffer = Buffer(count: 64)
            RandomStream(seed: seed, purpose: purpose, step: step, item: item).fillUniform(buffer)
            return buffer.values
        }
        let streams = [
            values(), values(seed: 2), values(seed: 1 | 1 << 40), values(purpose: .otherTests), values(step: 4),
            values(item: 5), values(step: 4, item: 3), values(item: 4 | 1 << 32),
        ]
        for first in streams.indices {
            for second in streams.indices where second != first {
                let shared = Set(streams[first]).intersection(streams[second])
                #expect(shared.count <= 1, "streams \(first) and \(second) meet")
            }
        }
        #expect(values() == values())
    }

    @Test(arguments: KernelSet.all)
    func uniformNumbersAreSpreadOverTheOpenInterval(kernels: KernelSet) {
        let count = 1 << 18
        let buffer = Buffer(count: count)
        RandomStream(seed: 11, purpose: .tests).fillUniform(buffer, kernels: kernels)
        var counts = [Double](repeating: 0, count: 64)
        #expect(buffer.values.allSatisfy { $0 > 0 && $0 < 1 })
        for value in buffer.values { counts[Int(value * 64)] += 1 }
        // 63 degrees of freedom: mean 63, deviation 11.2.
        let expected = Double(count) / 64
        #expect(counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected } < 63 + 5 * 11.2)
    }

    /// The extreme words give 2⁻²⁴ and 1 - 2⁻²⁴: inside the interval, and a finite logarithm on both sides.
    @Test(arguments: KernelSet.all)
    func uniformNumbersNeverReachTheEnds(kernels: KernelSet) {
        let buffer = Buffer(count: 1 << 19)
        RandomStream(seed: 12, purpose: .tests).fillUniform(buffer, kernels: kernels)
        let (least, most) = (buffer.values.min()!, buffer.values.max()!)
        #expect(least >= 0x1p-24 && least < 1e-5)
        #expect(most <= 1 - 0x1p-24 && most > 1 - 1e-5)
    }
}
