/// A line of a chart.
struct ChartLine {
    var name: String
    var points: [Point]
    var style: Style
    /// The decimals of the last value, which stands beside the name; nil to leave it out.
    var decimals: Int? = 3

    /// A place in a chart, in the chart's units.
    struct Point: Hashable {
        var x: Double
        var y: Double
    }

    /// The look of a line. The dashes tell lines apart without colours.
    enum Style: String {
        case heldOut = "held-out"
        case training
        /// The losses of single steps, which scatter.
        case steps
    }

    /// The maximum number of points that are drawn.
    private static let limit = 160

    /// The points to draw: means of neighbouring ones if there are too many, without any that aren't numbers.
    var drawn: [Point] {
        let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
        let size = (finite.count + Self.limit - 1) / Self.limit
        guard size > 1 else { return finite }
        return stride(from: 0, to: finite.count, by: size).map { first in
            let part = finite[first..<min(finite.count, first + size)]
            return Point(
                x: part.last!.x, y: part.reduce(0) { $0 + $1.y } / Double(part.count))
        }
    }
}
