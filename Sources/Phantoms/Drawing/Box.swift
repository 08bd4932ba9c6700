/// An upright rectangle of the anatomy's plane.
struct Box {
    var low: Point
    var high: Point

    init(around points: Point..., margin: Double) {
        low = points[0]
        high = points[0]
        for point in points.dropFirst() {
            low = Point(min(low.x, point.x), min(low.y, point.y))
            high = Point(max(high.x, point.x), max(high.y, point.y))
        }
        low = low - Point(margin, margin)
        high = high + Point(margin, margin)
    }

    var corners: [Point] { [low, Point(high.x, low.y), Point(low.x, high.y), high] }
}
