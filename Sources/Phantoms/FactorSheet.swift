/// Draws an anatomy's factors one after the other and keeps the list of what was drawn.
///
/// Every call takes the same number of random draws whatever comes out, so a factor that is set to another value leaves
/// all the others as they were.
struct FactorSheet {
    private(set) var factors: [PhantomFactor] = []
    private(set) var ranges: [ClosedRange<Double>] = []
    private var random: RandomSource
    private let changes: [PhantomFactor]

    init(random: RandomSource, changes: [PhantomFactor] = []) {
        self.random = random
        self.changes = changes
    }

    /// Evenly spread over the range.
    mutating func uniform(_ name: String, _ range: ClosedRange<Double>) -> Double {
        record(name, random.uniform(range), range)
    }

    /// Bell-shaped: the mean of three even draws, so the middle of the range is common and its ends are rare.
    mutating func usual(_ name: String, _ range: ClosedRange<Double>) -> Double {
        let value = (random.uniform(range) + random.uniform(range) + random.uniform(range)) / 3
        return record(name, value, range)
    }

    /// Zero for most, else spread over the range, which begins at zero.
    mutating func occasional(_ name: String, upTo maximum: Double, probability: Double) -> Double {
        let (chance, value) = (random.uniform(), random.uniform(0.3 * maximum...maximum))
        return record(name, chance < probability ? value : 0, 0...maximum)
    }

    /// 0 or 1.
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
