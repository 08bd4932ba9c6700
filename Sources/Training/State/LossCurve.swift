/// The losses of a stage's steps, as means over equally many steps in a row.
///
/// The curve has at most 500 points, however long the stage is. When it is full, neighbouring points are merged, and each
/// point then covers twice as many steps.
public struct LossCurve: Sendable, Hashable, Codable {
    /// The number of steps before the first point. It is 0, unless an older state file had no curve.
    package private(set) var start: Int
    /// The number of steps that each point covers.
    package private(set) var stride = 1
    /// The mean losses, in order.
    package private(set) var points: [Double] = []
    /// The sum over the steps after the last point, and their number.
    private var sum = 0.0
    private var count = 0

    package static let limit = 500

    /// - Parameter start: The number of steps before the first point.
    init(start: Int = 0) {
        self.start = start
        points.reserveCapacity(Self.limit)
    }

    mutating func add(_ loss: Double) {
        sum += loss
        count += 1
        guard count == stride else { return }
        points.append(sum / Double(count))
        (sum, count) = (0, 0)
        guard points.count == Self.limit else { return }
        for index in 0..<Self.limit / 2 { points[index] = (points[2 * index] + points[2 * index + 1]) / 2 }
        points.removeLast(Self.limit / 2)
        stride *= 2
    }

    /// The number of steps at the end of a point.
    package func step(ofPoint index: Int) -> Int { start + (index + 1) * stride }

    /// Whether a run can reach these values. A damaged file may hold others.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        return points.count < Self.limit && counts.contains(start) && counts.dropFirst().contains(stride)
            && (0..<stride).contains(count) && sum.isFinite && points.allSatisfy(\.isFinite)
    }
}
