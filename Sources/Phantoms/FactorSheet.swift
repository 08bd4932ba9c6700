/// Draws the factors of an anatomy one after another, and records them.
///
/// Every call uses the same number of random numbers, so setting one factor leaves all others unchanged.
struct FactorSheet {
    private(set) var factors: [PhantomFactor] = []
    private(set) var ranges: [ClosedRange<Double>] = []
    private var random: RandomSource
    private let changes: [PhantomFactor]

    init(random: RandomSource, changes: [PhantomFactor] = []) {
        self.random = random
        self.changes = changes
    }

    /// A factor with a uniform distribution over the range.
    mutating func uniform(_ name: String, _ range: ClosedRange<Double>) -> Double {
        record(name, random.uniform(range), range)
    }

    /// A factor with a bell-shaped distribution over the range: the mean of three uniform numbers.
    mutating func usual(_ name: String, _ range: ClosedRange<Double>) -> Double {
        let value = (random.uniform(range) + random.uniform(range) + random.uniform(range)) / 3
        return record(name, value, range)
    }

    /// A factor that is zero for most phantoms, and otherwise uniform over the range, which begins at zero.
    mutating func occasional(_ name: String, upTo maximum: Double, probability: Double) -> Double {
        let (chance, value) = (random.uniform(), random.uniform(0.3 * maximum...maximum))
        return record(name, chance < probability ? value : 0, 0...maximum)
    }

    /// A factor that is 0 or 1.
    mutating func either(_ name: String, probability: Double = 0.5) -> Double {
        record(name, random.uniform() < probability ? 1 : 0, 0...1)
    }

    func checkThatAllChangesWereUsed() {
        for change in changes {
            precondition(factors.contains { $0.name == change.name }, "the kind has no factor named \(change.name)")
        }
    }

    private mutating func record(_ name: String, _ drawn: Double, _ range: ClosedRange<Double>) -> Double {
        var value = drawn
        if let change = changes.last(where: { $0.name == name }) {
            precondition(range.contains(change.value), "\(name) lies within \(range)")
            value = change.value
        }
        factors.append(PhantomFactor(name: name, value: value))
        ranges.append(range)
        return value
    }
}
