import Kernels
import Testing

@Suite struct PermutationTests {
    @Test(arguments: [0, 1, 2, 3, 17, 1000])
    func everyElementAppearsOnce(count: Int) {
        let order = RandomStream(seed: 1, purpose: .tests).permutation(count)
        #expect(order.sorted() == Array(0..<count))
    }

    /// Four elements have 24 orders: chi-square over 24,000 draws has 23 degrees of freedom, mean 23, deviation 6.8.
    @Test func everyOrderIsAsLikely() {
        var counts: [[Int]: Double] = [:]
        for step in 0..<24_000 {
            let stream = RandomStream(seed: 2, purpose: .tests, step: step)
            counts[stream.permutation(4), default: 0] += 1
        }
        #expect(counts.count == 24)
        #expect(counts.values.reduce(0) { $0 + ($1 - 1000) * ($1 - 1000) / 1000 } < 23 + 5 * 6.8)
    }

    @Test func theSameKeyGivesTheSameOrder() {
        let first = RandomStream(seed: 3, purpose: .tests, step: 1)
        #expect(first.permutation(50) == first.permutation(50))
        #expect(first.permutation(50) != RandomStream(seed: 3, purpose: .tests, step: 2).permutation(50))
    }
}
