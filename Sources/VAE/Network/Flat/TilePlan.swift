import GreyImages

/// The tiles in which a convolutional network takes a large image, so that a pass needs the memory of one tile.
///
/// Each tile gives the outputs of its core. Around the core it has a margin that holds everything on which these outputs
/// depend, so they are the whole image's. All tiles have one size, so one network serves them.
package struct TilePlan: Sendable, Hashable {
    /// Pixels per position of the latent map on each side.
    let grid: Int
    /// The size of the whole image, and of its latent map in positions.
    let image: ImageSize
    let map: ImageSize
    /// The size of a tile in pixels, and in positions.
    let tile: ImageSize
    let tileMap: ImageSize
    /// The parts of each side, from which the tiles are made.
    let rows: [Part]
    let columns: [Part]

    /// A part of a side, in positions.
    struct Part: Sendable, Hashable {
        /// The first position of the tile.
        let start: Int
        /// The positions whose outputs the tile gives.
        let core: Range<Int>
    }

    /// Images of up to 1024×1024 are taken whole.
    private static let maximumPixels = 1024 * 1024
    private static let maximumSide = 1024

    /// - Parameters:
    ///   - configuration: The model's configuration.
    ///   - maximumPixels: The number of pixels up to which an image is taken whole.
    ///   - maximumSide: The maximum side of a tile in pixels. It may be more where the margins are wide.
    /// - Returns: Nil if the image is to be taken whole, or if the network isn't convolutional.
    package init?(
        _ configuration: ModelConfiguration, maximumPixels: Int = maximumPixels, maximumSide: Int = maximumSide
    ) {
        guard let grid = configuration.reduction, let map = configuration.latentMap,
            configuration.imageSize.pixelCount > maximumPixels,
            case .residual(_, let blocks, _) = configuration.architecture
        else { return nil }
        self.grid = grid
        image = configuration.imageSize
        self.map = ImageSize(width: map.width, height: map.height)
        let margin = Self.margin(blocks: blocks)
        // A tile is at least half core.
        let longest = max(maximumSide / grid, 4 * margin)
        let (high, wide) = (
            Self.parts(of: map.height, longest: longest, margin: margin),
            Self.parts(of: map.width, longest: longest, margin: margin)
        )
        guard high.parts.count * wide.parts.count > 1 else { return nil }
        (rows, columns) = (high.parts, wide.parts)
        tileMap = ImageSize(width: wide.length, height: high.length)
        // All tiles end as the image does, so that the last one fits where the grid doesn't divide the image's side.
        tile = ImageSize(
            width: image.width - (map.width - wide.length) * grid,
            height: image.height - (map.height - high.length) * grid)
    }

    /// Cuts a side into as few parts as possible.
    private static func parts(of side: Int, longest: Int, margin: Int) -> (length: Int, parts: [Part]) {
        guard side > longest else { return (side, [Part(start: 0, core: 0..<side)]) }
        let room = longest - 2 * margin
        let count = (side + room - 1) / room
        let core = (side + count - 1) / count
        let length = min(side, core + 2 * margin)
        let parts = stride(from: 0, to: side, by: core).map { first in
            Part(
                start: min(max(0, first - margin), side - length), core: first..<min(side, first + core))
        }
        return (length, parts)
    }

    /// The number of positions around a core on which its outputs can depend, in either direction.
    ///
    /// - Parameter blocks: Residual blocks of each level, the finest first. Each reads two positions beyond its own.
    private static func margin(blocks: [Int]) -> Int {
        let grid = 1 << blocks.count
        // From a position to the pixels that its posterior depends on.
        var encoded = 0...0
        // From the pixels of a position to the positions that they depend on, with convolutions in place of transposed
        // ones, which reach less far.
        var decoded = 0...grid - 1
        for index in blocks.indices {
            let (deep, reach) = (blocks[blocks.count - 1 - index], blocks[index])
            encoded = 2 * (encoded.lowerBound - 2 * deep) - 1...2 * (encoded.upperBound + 2 * deep) + 2
            decoded = (decoded.lowerBound >> 1) - 1 - 2 * reach...(decoded.upperBound >> 1) + 1 + 2 * reach
        }
        let encoding = max(-(encoded.lowerBound >> blocks.count), encoded.upperBound >> blocks.count)
        let decoding = max(-decoded.lowerBound, decoded.upperBound) + 1
        // The last position of a tile may lack pixels.
        return max(encoding, decoding) + 1
    }
}
