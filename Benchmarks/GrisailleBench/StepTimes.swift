/// Measures the times between the ends of consecutive steps.
struct StepTimes {
    private let length: Double
    private var begin: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?
    private var stepsSeen = 0
    private var times: [Double] = []

    /// The number of first steps that aren't counted, in which caches fill and threads start.
    private static let warmUp = 6
    private static let fewest = 5

    /// - Parameter seconds: The minimum duration of the measurement.
    init(seconds: Double) { length = seconds }

    /// Records the end of a step.
    mutating func note() {
        let now = ContinuousClock.now
        stepsSeen += 1
        if stepsSeen == Self.warmUp { begin = now }
        if stepsSeen > Self.warmUp, let last { times.append((now - last).seconds) }
        last = now
    }

    /// Whether enough steps were measured.
    var isComplete: Bool {
        guard let begin, let last, times.count >= Self.fewest else { return false }
        return (last - begin).seconds >= length
    }

    /// The median number of seconds per step.
    var median: Double { times.sorted()[times.count / 2] }

    /// Measures calls of `body`.
    /// - Returns: The median number of seconds per call.
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
