import GreyImages

/// A grid of samples over the frame and its position in the anatomy. It is finer than the image if the image is small.
struct Grid {
    let size: ImageSize
    /// The number of samples per pixel along each side.
    let density: Int
    let columns: Int
    let rows: Int
    /// The side of a sample in units of the anatomy. Outlines are softened over about this width.
    let sampleSide: Double
    private let origin: Point  // the anatomy's point at the centre of the first sample
    private let right: Point  // a step of one column
    private let down: Point  // a step of one row

    init(size: ImageSize, pose: Pose) {
        let side = min(size.width, size.height)
        self.size = size
        // Fewer than about a hundred samples a side would lose thin bones.
        density = max(1, (96 + side - 1) / side)
        columns = size.width * density
        rows = size.height * density

        let step = 1 / Double(side * density)
        // Whole pixels, so that the square contains the same picture as a square frame.
        let margin = Point(Double((size.width - side) / 2), Double((size.height - side) / 2)) * (1 / Double(side))
        let first = Point(step / 2, step / 2) - margin
        origin = pose.anatomyPoint(first)
        right = pose.anatomyPoint(first + Point(step, 0)) - origin
        down = pose.anatomyPoint(first + Point(0, step)) - origin
        sampleSide = right.length
    }

    /// Calls `body` with the index and position of every sample in a box of the anatomy's plane, and of some around it.
    @inline(__always)
    func visit(_ box: Box, _ body: (Int, Point) -> Void) {
        let (columnRange, rowRange) = sampleRanges(of: box)
        for row in rowRange {
            let start = origin + down * Double(row)
            for column in columnRange {
                body(row * columns + column, start + right * Double(column))
            }
        }
    }

    /// Calls `body` with the index and position of every sample of the frame.
    @inline(__always)
    func visitAll(_ body: (Int, Point) -> Void) {
        for row in 0..<rows {
            let start = origin + down * Double(row)
            for column in 0..<columns {
                body(row * columns + column, start + right * Double(column))
            }
        }
    }

    private func sampleRanges(of box: Box) -> (columns: Range<Int>, rows: Range<Int>) {
        let scale = 1 / right.dot(right)
        var (low, high) = (Point(.infinity, .infinity), Point(-.infinity, -.infinity))
        for corner in box.corners {
            let offset = corner - origin
            let (column, row) = (offset.dot(right) * scale, offset.dot(down) * scale)
            low = Point(min(low.x, column), min(low.y, row))
            high = Point(max(high.x, column), max(high.y, row))
        }
        return (Self.range(low.x, high.x, count: columns), Self.range(low.y, high.y, count: rows))
    }

    private static func range(_ low: Double, _ high: Double, count: Int) -> Range<Int> {
        let limit = Double(count)
        let first = Int(min(max(low.rounded(.down), 0), limit))
        return first..<max(first, Int(min(max(high.rounded(.up) + 1, 0), limit)))
    }
}
