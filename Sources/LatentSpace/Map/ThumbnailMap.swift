import GreyImages

/// A picture of a map with images as thumbnails. If several share a place, it shows the one nearest to the middle of the
/// place.
package struct ThumbnailMap: Sendable {
    package let image: GreyImage
    /// The number of images that are shown.
    package let shownCount: Int

    /// The side of a picture in pixels, and the number of thumbnails along it.
    package static let side = 1280
    private static let places = 40

    /// - Parameters:
    ///   - points: The places of the images; finite.
    ///   - images: Gives the image of an index.
    package init(_ points: [MapPoint], bitDepth: BitDepth, side: Int = ThumbnailMap.side, images: (Int) -> GreyImage) {
        precondition(points.allSatisfy { $0.x.isFinite && $0.y.isFinite }, "points lie somewhere")
        let place = max(1, side / Self.places)
        var best: [Int: (index: Int, distance: Double)] = [:]
        let scaled = Self.scaled(points)
        for (index, point) in scaled.enumerated() {
            let (column, row) = (min(Self.places - 1, Int(point.x)), min(Self.places - 1, Int(point.y)))
            let (right, down) = (point.x - Double(column) - 0.5, point.y - Double(row) - 0.5)
            let distance = right * right + down * down
            let key = row * Self.places + column
            if distance < best[key]?.distance ?? .infinity { best[key] = (index, distance) }
        }
        var samples = [UInt16](repeating: UInt16(bitDepth.maximumLevel), count: side * side)
        for (key, shown) in best {
            let thumbnail = images(shown.index).resized(to: ImageSize(width: place, height: place))
            let (left, top) = (key % Self.places * place, key / Self.places * place)
            for row in 0..<place {
                for column in 0..<place { samples[(top + row) * side + left + column] = thumbnail[column, row] }
            }
        }
        image = GreyImage(size: ImageSize(width: side, height: side), bitDepth: bitDepth, samples: samples)
        shownCount = best.count
    }

    /// The points on 0...places in both dimensions, with the same scale; y points upwards in the picture.
    private static func scaled(_ points: [MapPoint]) -> [MapPoint] {
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max() else { return [] }
        let extent = max(right - left, high - low, 1e-12)
        let (middleX, middleY) = ((left + right) / 2, (low + high) / 2)
        return points.map {
            MapPoint(
                x: (($0.x - middleX) / extent + 0.5) * Double(places),
                y: (0.5 - ($0.y - middleY) / extent) * Double(places))
        }
    }
}
