import Kernels
import Platform
import VAE

/// How many samples of a prior lie about as near to the latent of a training image as draws from that image's own posterior
/// do.
///
/// The squared distance of such a draw from its posterior's mean is the sum of the variances. That of a draw from another
/// posterior is larger by the squared distance between the means. A sample counts as a near copy if its distance has no more
/// than a quarter of that excess, as a median over the training images and their nearest neighbours.
package struct NearCopies: Sendable, Hashable {
    /// The share of the samples, 0...1.
    package let share: Double

    /// The share of the usual excess that a near copy may have.
    private static let excess: Float = 0.25
    /// The maximum number of training images whose nearest neighbours are found.
    private static let maximumQueries = 128

    /// - Parameters:
    ///   - samples: The samples' latents.
    ///   - posteriors: The posteriors of all images.
    ///   - training: The indices of the images that the prior was trained on.
    /// - Returns: Nil for fewer than two training images, which have no neighbours.
    /// - Complexity: (samples + 128) · training images · latents.
    init?(_ samples: Latents, of posteriors: Posteriors, training: [Int]) {
        guard training.count > 1, samples.count > 0 else { return nil }
        let means = Buffer(training.flatMap { posteriors.means[$0] })
        let count = min(training.count, Self.maximumQueries)
        let places = (0..<count).map { $0 * training.count / count }
        let dimension = samples.dimension
        let own = Buffer(places.flatMap { means[row: $0, of: dimension].values })
        let neighbours = Self.nearest(to: own, means, dimension: dimension, leavingOut: places).sorted()
        let noise = training.reduce(Float(0)) { sum, image in
            sum + posteriors.logVariances[image].reduce(0) { $0 + exp($1) } / Float(training.count)
        }
        let limit = noise + Self.excess * neighbours[count / 2]
        let distances = Self.nearest(to: Buffer(samples.values), means, dimension: dimension)
        share = Double(distances.count { $0 < limit }) / Double(samples.count)
    }

    /// The squared distance of every query to the nearest row.
    ///
    /// - Parameter places: The row of each query that is left out.
    private static func nearest(
        to queries: Buffer, _ rows: Buffer, dimension: Int, leavingOut places: [Int]? = nil
    ) -> [Float] {
        let (queryCount, rowCount) = (queries.count / dimension, rows.count / dimension)
        let products = Buffer(count: queryCount * rowCount)
        // [queries, rows] = [queries, dimension] · [rows, dimension]ᵀ
        multiply(
            queries, rows, transposed: .right, rows: queryCount, inner: dimension, columns: rowCount, into: products)
        func squares(_ values: Buffer, _ count: Int) -> [Float] {
            (0..<count).map { Float(KernelSet.current.sumOfSquares(values[row: $0, of: dimension])) }
        }
        let (querySquares, rowSquares) = (squares(queries, queryCount), squares(rows, rowCount))
        return products.withSpan { products in
            (0..<queryCount).map { query in
                var least = Float.infinity
                for row in 0..<rowCount where row != places?[query] {
                    least = min(least, querySquares[query] + rowSquares[row] - 2 * products[query * rowCount + row])
                }
                return max(0, least)
            }
        }
    }
}
