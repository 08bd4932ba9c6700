import GreyImages
import Platform

/// Finds the nearest image of a data set, over shifts of a few pixels and over the mirror image.
///
/// Coarse pictures select a few images, which are compared pixel by pixel.
package struct NearestImages: Sendable {
    private let images: ImageDataset
    /// The indices of the images to search.
    private let indices: [Int]
    private let coarseSize: ImageSize
    private let coarse: NearestRows
    private let differences: ShiftedDifferences

    private static let coarseSide = 16
    /// The number of images, and of others for the mirror image, that are compared pixel by pixel.
    private static let finalists = 6

    package init(_ images: ImageDataset, pool: WorkerPool) {
        self.init(images, indices: Array(0..<images.count), pool: pool)
    }

    init(_ images: ImageDataset, indices: [Int], pool: WorkerPool) {
        self.images = images
        self.indices = indices
        let size = images.size
        let coarseSize = ImageSize(width: min(size.width, Self.coarseSide), height: min(size.height, Self.coarseSide))
        self.coarseSize = coarseSize
        coarse = NearestRows(pool.map(indices.count) { Self.coarse(images.image(at: indices[$0]), coarseSize) })
        differences = ShiftedDifferences(size)
    }

    private static func coarse(_ image: GreyImage, _ size: ImageSize) -> [Float] {
        let scale = 1 / Float(image.bitDepth.maximumLevel)
        return image.resized(to: size, fit: .stretch).samples.map { Float($0) * scale }
    }

    /// Finds the nearest image of every query, on all threads.
    ///
    /// - Parameter progress: Told the share of the queries that are done; an error that it throws ends the search.
    /// - Returns: The index of the nearest image and its distance, the root mean squared difference in grey levels.
    /// - Complexity: O(images · (others + pixels · log pixels)).
    package func nearest(
        to queries: [GreyImage], pool: WorkerPool, progress: (_ share: Double) throws -> Void = { _ in }
    ) rethrows -> [(index: Int, distance: Double)] {
        try pool.map(queries.count, progress: progress) { nearest(to: [queries[$0]])[0] }
    }

    /// Finds the nearest image of every query, on this thread.
    func nearest(to queries: [GreyImage]) -> [(index: Int, distance: Double)] {
        precondition(
            queries.allSatisfy { $0.size == images.size && $0.bitDepth == images.bitDepth }, "images of one kind")
        let turned = queries + queries.map(\.mirrored)
        let finalists = coarse.nearest(Self.finalists, to: turned.map { Self.coarse($0, coarseSize) })
        return queries.indices.map { query in
            // The mirror image against an image is the image against that one's mirror image.
            let plain = finalists[query].map { images.image(at: indices[$0]) }
            let others = plain + finalists[query + queries.count].map { images.image(at: indices[$0]).mirrored }
            let places = finalists[query] + finalists[query + queries.count]
            let squares = differences.least(queries[query], others)
            let best = squares.indices.min { squares[$0] < squares[$1] }!
            return (indices[places[best]], squares[best].squareRoot())
        }
    }
}

extension GreyImage {
    /// The image with left and right exchanged.
    var mirrored: GreyImage {
        let rows = stride(from: 0, to: samples.count, by: width)
        return GreyImage(
            size: size, bitDepth: bitDepth, samples: rows.flatMap { samples[$0..<$0 + width].reversed() })
    }
}
