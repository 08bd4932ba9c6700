/// Images side by side in a grid, each a tile, with a dark grey gap between them and around them.
///
/// Smaller images are centred in a tile of the largest one's size.
public struct ContactSheet: Sendable {
    /// How an original and its reconstruction stand to each other.
    public enum PairLayout: String, Sendable, CaseIterable {
        case above
        case beside
    }

    /// Row by row; nil leaves a tile empty.
    private let tiles: [GreyImage?]
    private let columns: Int
    private let gap: Int
    /// The rows above a broad band that divides the sheet in two; nil where there is none.
    private let rowsAboveBand: Int?
    private let scale: Int
    private let tileSize: ImageSize

    /// Tiles narrower than this are enlarged, unless a scale is given.
    static let comfortableSide = 96

    /// - Parameters:
    ///   - columns: nil makes the sheet nearly square.
    ///   - gap: pixels between tiles and around them.
    ///   - scale: how many times each pixel is repeated; nil enlarges small images to some 96 pixels.
    /// - Precondition: at least one image, all of one depth; positive columns and scale, no negative gap.
    public init(images: [GreyImage], columns: Int? = nil, gap: Int = 2, scale: Int? = nil) {
        self.init(tiles: images, columns: columns ?? Self.nearlySquareRoot(images.count), gap: gap, scale: scale)
    }

    /// Two groups of images, the one above the other with a broad band between them.
    ///
    /// - Precondition: at least one image, all of one depth.
    public init(above: [GreyImage], below: [GreyImage], gap: Int = 2, scale: Int? = nil) {
        let columns = max(1, min(Self.nearlySquareRoot(above.count + below.count), max(above.count, below.count)))
        let rows = (above.count + columns - 1) / columns
        let empty = [GreyImage?](repeating: nil, count: rows * columns - above.count)
        self.init(tiles: above + empty + below, columns: columns, gap: gap, scale: scale, rowsAboveBand: rows)
    }

    /// All images in one row.
    public static func strip(_ images: [GreyImage], gap: Int = 2, scale: Int? = nil) -> ContactSheet {
        ContactSheet(images: images, columns: images.count, gap: gap, scale: scale)
    }

    /// Originals with their reconstructions above or beside one another.
    ///
    /// - Parameter pairsPerRow: nil makes the sheet nearly square.
    /// - Precondition: at least one pair, all of one depth.
    public init(
        pairs: [(original: GreyImage, reconstruction: GreyImage)], layout: PairLayout = .above,
        pairsPerRow: Int? = nil, gap: Int = 2, scale: Int? = nil
    ) {
        // A pair takes two tiles, so a sheet of pairs above one another is twice as wide for being square.
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

    /// The sheet, of the images' depth.
    ///
    /// - Complexity: O(its pixels).
    public var image: GreyImage {
        let bitDepth = tiles.lazy.compactMap(\.self).first!.bitDepth
        let rows = (tiles.count + columns - 1) / columns
        let band = rowsAboveBand == nil ? 0 : max(gap, tileSize.height / 3)
        let size = ImageSize(
            width: gap + columns * (tileSize.width + gap), height: gap + rows * (tileSize.height + gap) + band)
        // A quarter of white: it stands out against black and white images, on a black and on a white page.
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

    /// The least whole number whose square is `count` or more.
    private static func nearlySquareRoot(_ count: Int) -> Int {
        max(1, Int(Double(count).squareRoot().rounded(.up)))
    }
}
