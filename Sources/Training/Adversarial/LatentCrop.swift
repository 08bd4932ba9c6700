import GreyImages
import VAE

/// The part of a latent map that belongs to a crop of an image.
struct LatentCrop {
    /// The shape of the whole map.
    let map: LatentMap
    /// The first position of the part on each axis, and the part's number of positions.
    let rows: Range<Int>
    let columns: Range<Int>

    /// - Precondition: The region's corner lies on the grid.
    init(_ map: LatentMap, of region: PixelRegion, grid: Int) {
        precondition(region.row % grid == 0 && region.column % grid == 0, "a crop on the grid")
        self.map = map
        func part(_ corner: Int, _ side: Int) -> Range<Int> {
            corner / grid..<corner / grid + (side + grid - 1) / grid
        }
        rows = part(region.row, region.size.height)
        columns = part(region.column, region.size.width)
    }

    /// The number of latents of the part.
    var count: Int { rows.count * columns.count * map.channels }
    /// The number of latents of one row of the part.
    var rowCount: Int { columns.count * map.channels }

    /// The place of a row's first latent in the whole map.
    func start(ofRow row: Int) -> Int { ((rows.lowerBound + row) * map.width + columns.lowerBound) * map.channels }
}
