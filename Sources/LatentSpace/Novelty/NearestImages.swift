import GreyImages
import Kernels

/// Finds the image of a data set that another one is the nearest to, over shifts of a few pixels and over its mirror image.
///
/// Coarse pictures of all images leave a few to be compared pixel by pixel.
public struct NearestImages: Sendable {
    private let images: ImageDataset
    /// Of the images to look among.
    private let indices: [Int]
    private let coarseSize: ImageSize
    private let coarse: NearestRows
    private let reach: Int

    private static let coarseSide = 16
    /// The images, and as many for the mirror image, that are compared pixel by pixel.
    private static let finalists = 6

    public init(_ images: ImageDataset, pool: WorkerPool) {
        self.init(images, indices: Array(0..<images.count), pool: pool)
    }

    init(_ images: ImageDataset, indices: [Int], pool: WorkerPool) {
        self.images = images
        self.indices = indices
        let size = images.size
        let coarseSize = ImageSize(width: min(size.width, Self.coarseSide), height: min(size.height, Self.coarseSide))
        self.coarseSize = coarseSize
        coarse = NearestRows(pool.map(indices.count) { Self.coarse(images.image(at: indices[$0]), coarseSize) })
        // A few pixels: two of 64.
        reach = max(1, min(size.width, size.height) / 32)
    }

    private static func coarse(_ image: GreyImage, _ size: ImageSize) -> [Float] {
        let scale = 1 / Float(image.bitDepth.maximumLevel)
        return image.resized(to: size, fit: .stretch).samples.map { Float($0) * scale }
    }

    /// Of every image the nearest one's index and its distance, the root mean squared difference in grey levels.
    public func nearest(to queries: [GreyImage]) -> [(index: Int, distance: Double)] {
        precondition(
            queries.allSatisfy { $0.size == images.size && $0.bitDepth == images.bitDepth }, "images of one kind")
        let turned = queries + queries.map(\.mirrored)
        let finalists = coarse.nearest(Self.finalists, to: turned.map { Self.coarse($0, coarseSize) })
        return queries.indices.map { query in
            var best = (index: indices[0], squares: Double.infinity)
            for side in [query, query + queries.count] {
                for place in finalists[side] {
                    let other = images.image(at: indices[place])
                    let squares = Self.leastMeanSquare(turned[side], other, reach: reach)
                    if squares < best.squares { best = (indices[place], squares) }
                }
            }
            return (best.index, best.squares.squareRoot())
        }
    }

    /// The least mean squared difference of two images where they overlap, over shifts of up to `reach` pixels.
    static func leastMeanSquare(_ a: GreyImage, _ b: GreyImage, reach: Int) -> Double {
        var least = Double.infinity
        for down in -reach...reach where abs(down) < a.height {
            for right in -reach...reach where abs(right) < a.width {
                least = min(least, a.meanSquaredDifference(to: b, right: right, down: down))
            }
        }
        return least
    }
}

extension GreyImage {
    /// Left and right exchanged.
    var mirrored: GreyImage {
        let rows = stride(from: 0, to: samples.count, by: width)
        return GreyImage(
            size: size, bitDepth: bitDepth, samples: rows.flatMap { samples[$0..<$0 + width].reversed() })
    }
}
