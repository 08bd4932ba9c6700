/// The times between the ends of steps that follow each other.
struct StepTimes {
    private let length: Double
    private var begin: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?
    private var stepsSeen = 0
    private var times: [Double] = []

    /// Steps that aren't counted, during which caches fill and threads wake.
    private static let warmUp = 6
    private static let fewest = 5

    /// - seconds: how long to measure, at least.
    init(seconds: Double) { length = seconds }

    /// Call it when a step has ended.
    mutating func note() {
        let now = ContinuousClock.now
        stepsSeen += 1
        if stepsSeen == Self.warmUp { begin = now }
        if stepsSeen > Self.warmUp, let last { times.append((now - last).seconds) }
        last = now
    }

    /// Whether there are enough of them.
    var isComplete: Bool {
        guard let begin, let last, times.count >= Self.fewest else { return false }
        return (last - begin).seconds >= length
    }

    /// Seconds a step.
    var median: Double { times.sorted()[times.count / 2] }

    /// Measures calls of `body` until there are enough of them.
    /// - Returns: seconds a call, the median.
    static func median(seconds: Double, of body: () throws -> Void) rethrows -> Double {
        var times = StepTimes(seconds: seconds)
        while !times.isComplete {
            try body()
            times.note()
        }
        return times.median
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
