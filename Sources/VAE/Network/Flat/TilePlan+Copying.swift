import GreyImages
import Kernels

/// Moving values between whole maps and tiles. Maps are `[height, width, channels]`.
extension TilePlan {
    /// A tile: its parts of the rows and of the columns.
    struct Tile {
        let rows: Part
        let columns: Part
    }

    var count: Int { rows.count * columns.count }

    /// The tiles, row by row.
    var tiles: [Tile] { rows.flatMap { rows in columns.map { Tile(rows: rows, columns: $0) } } }

    /// Copies the pixels of a tile out of an image.
    func copyPixels(of tile: Tile, from image: Buffer, into target: Buffer) {
        let start = (row: tile.rows.start * grid, column: tile.columns.start * grid)
        copy(
            PixelRegion(row: start.row, column: start.column, size: self.tile), of: self.image, from: image,
            to: (0, 0), of: self.tile, into: target, channels: 1)
    }

    /// Copies the positions of a tile out of a latent map.
    func copyPositions(of tile: Tile, channels: Int, from map: Buffer, into target: Buffer) {
        copy(
            PixelRegion(row: tile.rows.start, column: tile.columns.start, size: tileMap), of: self.map, from: map,
            to: (0, 0), of: tileMap, into: target, channels: channels)
    }

    /// Copies the core of a tile's latent map into the whole map.
    func copyCorePositions(of tile: Tile, channels: Int, from map: Buffer, into target: Buffer) {
        let core = core(of: tile, scale: 1, within: self.map)
        copy(
            core.inTile, of: tileMap, from: map, to: core.origin, of: self.map, into: target, channels: channels)
    }

    /// Copies the core of a tile's outputs into those of the whole image.
    func copyCorePixels(of tile: Tile, channels: Int, from outputs: Buffer, into target: Buffer) {
        let core = core(of: tile, scale: grid, within: image)
        copy(
            core.inTile, of: self.tile, from: outputs, to: core.origin, of: image, into: target, channels: channels)
    }

    /// The region of a tile's core within the tile, and where it begins in the whole.
    ///
    /// - Parameter scale: Rows and columns per position.
    private func core(
        of tile: Tile, scale: Int, within whole: ImageSize
    ) -> (inTile: PixelRegion, origin: (row: Int, column: Int)) {
        let rows = tile.rows.core.lowerBound * scale..<min(whole.height, tile.rows.core.upperBound * scale)
        let columns = tile.columns.core.lowerBound * scale..<min(whole.width, tile.columns.core.upperBound * scale)
        let region = PixelRegion(
            row: rows.lowerBound - tile.rows.start * scale, column: columns.lowerBound - tile.columns.start * scale,
            size: ImageSize(width: columns.count, height: rows.count))
        return (region, (rows.lowerBound, columns.lowerBound))
    }

    /// Copies a region of one map to a place in another.
    private func copy(
        _ region: PixelRegion, of sourceSize: ImageSize, from source: Buffer, to origin: (row: Int, column: Int),
        of targetSize: ImageSize, into target: Buffer, channels: Int
    ) {
        let count = region.size.width * channels
        for row in 0..<region.size.height {
            let from = ((region.row + row) * sourceSize.width + region.column) * channels
            let to = ((origin.row + row) * targetSize.width + origin.column) * channels
            target[to..<to + count].copy(from: source[from..<from + count])
        }
    }
}
