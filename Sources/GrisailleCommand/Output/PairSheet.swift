import Grisaille

/// A sheet of originals, each with its reconstruction below.
enum PairSheet {
    /// Up to that many indices, spread evenly over all images.
    static func choose(_ pairs: Int, of count: Int) -> [Int] {
        let shown = min(pairs, count)
        return (0..<shown).map { $0 * count / shown }
    }

    static func image(originals: [GreyImage], reconstructions: [GreyImage]) -> GreyImage {
        let columns = min(12, originals.count)
        var tiles: [GreyImage] = []
        for start in stride(from: 0, to: originals.count, by: columns) {
            let row = start..<min(originals.count, start + columns)
            // The last row is filled up with black, so that pairs stay above each other.
            let blanks = [GreyImage](repeating: blank(like: originals[0]), count: columns - row.count)
            tiles += originals[row] + blanks + reconstructions[row] + blanks
        }
        return ContactSheet(images: tiles, columns: columns).image
    }

    private static func blank(like image: GreyImage) -> GreyImage {
        GreyImage(
            size: image.size, bitDepth: image.bitDepth,
            samples: [UInt16](repeating: 0, count: image.size.pixelCount))
    }
}
