/// A picture of several images in a grid, with dark grey gaps between and around them.
///
/// Every tile has the size of the largest image. Smaller images are centred in their tile.
package struct ContactSheet: Sendable {
    /// Where an original stands relative to its reconstruction.
    package enum PairLayout: String, Sendable, CaseIterable {
        case above
        case beside
    }

    /// The images, row by row; nil leaves a tile empty.
    private let tiles: [GreyImage?]
    private let columns: Int
    private let gap: Int
    /// The number of rows above a broad band that divides the sheet in two; nil without a band.
    private let rowsAboveBand: Int?
    private let scale: Int
    private let tileSize: ImageSize

    /// The longer side below which tiles are enlarged, unless a scale is given.
    static let comfortableSide = 96

    /// Creates a sheet of images, row by row.
    ///
    /// - Parameters:
    ///   - images: The images, all of one depth.
    ///   - columns: The number of columns; nil makes the sheet nearly square.
    ///   - gap: Pixels between and around the tiles.
    ///   - scale: How often each pixel is repeated in both directions; nil enlarges small images to about 96 pixels.
    /// - Precondition: There is at least one image, all have the same depth, `columns` and `scale` are positive, and `gap`
    ///   isn't negative.
    package init(images: [GreyImage], columns: Int? = nil, gap: Int = 2, scale: Int? = nil) {
        self.init(tiles: images, columns: columns ?? Self.nearlySquareRoot(images.count), gap: gap, scale: scale)
    }

    /// Creates a sheet of two groups of images, one above the other, with a broad band between them.
    ///
    /// - Precondition: There is at least one image, and all have the same depth.
    package init(above: [GreyImage], below: [GreyImage], gap: Int = 2, scale: Int? = nil) {
        let columns = max(1, min(Self.nearlySquareRoot(above.count + below.count), max(above.count, below.count)))
        let rows = (above.count + columns - 1) / columns
        let empty = [GreyImage?](repeating: nil, count: rows * columns - above.count)
        self.init(tiles: above + empty + below, columns: columns, gap: gap, scale: scale, rowsAboveBand: rows)
    }

    /// Creates a sheet with all images in one row.
    package static func strip(_ images: [GreyImage], gap: Int = 2, scale: Int? = nil) -> ContactSheet {
        ContactSheet(images: images, columns: images.count, gap: gap, scale: scale)
    }

    /// Creates a sheet of originals above or beside their reconstructions.
    ///
    /// - Parameters:
    ///   - pairs: The pairs of images, all of one depth.
    ///   - layout: Where an original stands relative to its reconstruction.
    ///   - pairsPerRow: The number of pairs in a row; nil makes the sheet nearly square.
    ///   - gap: Pixels between and around the tiles.
    ///   - scale: How often each pixel is repeated in both directions; nil enlarges small images to about 96 pixels.
    /// - Precondition: There is at least one pair, and all images have the same depth.
    package init(
        pairs: [(original: GreyImage, reconstruction: GreyImage)], layout: PairLayout = .above,
        pairsPerRow: Int? = nil, gap: Int = 2, scale: Int? = nil
    ) {
        // A pair takes two tiles, so a square sheet has as many columns as the square root of twice the pairs.
        let square = Self.nearlySquareRoot(2 * pairs.count)
        switch layout {
        case .beside:
            let perRow = pairsPerRow ?? max(1, square / 2)
            self.init(
                tiles: pairs.flatMap { [$0.original, $0.reconstruction] }, columns: 2 * perRow, gap: gap, scale: scale)
        case .above:
            let perRow = max(1, min(pairsPerRow ?? square, pairs.count))
            var tiles: [GreyImage?] = []
            for start in stride(from: 0, to: pairs.count, by: perRow) {
                let row = pairs[start..<min(start + perRow, pairs.count)]
                let empty = [GreyImage?](repeating: nil, count: perRow - row.count)
                tiles += row.map(\.original) + empty + row.map(\.reconstruction) + empty
            }
            self.init(tiles: tiles, columns: perRow, gap: gap, scale: scale)
        }
    }

    private init(tiles: [GreyImage?], columns: Int, gap: Int, scale: Int?, rowsAboveBand: Int? = nil) {
        let images = tiles.compactMap(\.self)
        precondition(!images.isEmpty, "a contact sheet shows at least one image")
        precondition(images.allSatisfy { $0.bitDepth == images[0].bitDepth }, "the images are of one depth")
        precondition(columns > 0 && gap >= 0 && scale ?? 1 > 0, "columns and scale are positive, no gap is negative")
        let largest = ImageSize(width: images.map(\.width).max()!, height: images.map(\.height).max()!)
        let longSide = max(largest.width, largest.height)
        self.tiles = tiles
        self.columns = min(columns, tiles.count)
        self.gap = gap
        self.rowsAboveBand = rowsAboveBand
        self.scale = scale ?? max(1, (Self.comfortableSide + longSide - 1) / longSide)
        tileSize = ImageSize(width: largest.width * self.scale, height: largest.height * self.scale)
    }

    /// The sheet as an image of the same depth.
    ///
    /// - Complexity: O(pixels of the sheet).
    package var image: GreyImage {
        let bitDepth = tiles.lazy.compactMap(\.self).first!.bitDepth
        let rows = (tiles.count + columns - 1) / columns
        let band = rowsAboveBand == nil ? 0 : max(gap, tileSize.height / 3)
        let size = ImageSize(
            width: gap + columns * (tileSize.width + gap), height: gap + rows * (tileSize.height + gap) + band)
        // A quarter of white is visible beside black and white images, on black and white pages.
        var canvas = Canvas(size: size, bitDepth: bitDepth, level: UInt16(bitDepth.maximumLevel / 4))
        for (index, tile) in tiles.enumerated() {
            guard let tile else { continue }
            let x = gap + index % columns * (tileSize.width + gap) + (tileSize.width - tile.width * scale) / 2
            let row = index / columns
            let top = gap + row * (tileSize.height + gap) + (row >= rowsAboveBand ?? 0 ? band : 0)
            let y = top + (tileSize.height - tile.height * scale) / 2
            canvas.draw(tile, x: x, y: y, scale: scale)
        }
        return canvas.image
    }

    /// The smallest integer whose square is at least `count`, and at least 1.
    private static func nearlySquareRoot(_ count: Int) -> Int {
        max(1, Int(Double(count).squareRoot().rounded(.up)))
    }
}
