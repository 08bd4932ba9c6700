import LatentSpace
import Testing

@Suite struct ClassSharesTests {
    @Test func equalSharesTakeTurns() {
        #expect(ClassShares(weights: [2, 2, 2]).kinds(7) == [0, 1, 2, 0, 1, 2, 0])
        #expect(ClassShares(weights: [1]).kinds(3) == [0, 0, 0])
        #expect(ClassShares(weights: [0, 3, 0, 3]).kinds(5) == [1, 3, 1, 3, 1])
        // So many kinds that going through all for every sample would take minutes.
        let many = ClassShares(weights: [Double](repeating: 1, count: 60_000)).kinds(120_000)
        #expect(many == (0..<120_000).map { $0 % 60_000 })
    }

    @Test func sharesAreKeptAllTheWay() {
        let kinds = ClassShares(weights: [6, 0, 3, 1]).kinds(1000)
        #expect(Array(kinds.prefix(30)) == ClassShares(weights: [6, 0, 3, 1]).kinds(30))
        for count in [10, 37, 100, 999, 1000] {
            for (kind, share) in [0.6, 0, 0.3, 0.1].enumerated() {
                let found = kinds.prefix(count).count { $0 == kind }
                #expect(abs(Double(found) - share * Double(count)) < 1.5)
            }
        }
        #expect(!kinds.contains(1))
    }
}
