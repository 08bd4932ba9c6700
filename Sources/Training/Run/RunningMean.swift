/// A running mean, in which each value counts 0.98 times as much as the next one.
struct RunningMean {
    private var sum = 0.0
    private var weight = 0.0

    mutating func add(_ value: Double) {
        sum = 0.98 * sum + value
        weight = 0.98 * weight + 1
    }

    var value: Double { sum / weight }
}
