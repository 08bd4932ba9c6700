import GreyImages
import Kernels

/// The minimum mean squared difference of two images where they overlap, over shifts of a few pixels.
struct ShiftedDifferences: Sendable {
    /// The maximum shift in all directions, in pixels.
    let reach: Int
    /// Nil if the shifts are so few that trying them one by one is faster.
    private let products: ShiftedProducts?

    /// The maximum shift up to which trying one by one is faster than transforms.
    private static let shortReach = 2
    /// The maximum number of shifts to compare exactly, if transforms can't tell their differences apart.
    private static let exactShifts = 4

    init(_ size: ImageSize) {
        // Two pixels for a side of 64.
        reach = max(1, min(size.width, size.height) / 32)
        products =
            reach > Self.shortReach
            ? ShiftedProducts(width: size.width, height: size.height, reach: reach) : nil
    }

    /// The minimum difference between an image and each of some others.
    ///
    /// - Complexity: O(others · pixels · log reach).
    func least(_ image: GreyImage, _ others: [GreyImage]) -> [Double] {
        guard let products else { return others.map { Self.leastOfAll(image, $0, reach: reach) } }
        let sums = products.sums(of: image.samples, with: others.map(\.samples))
        let own = SquareSums(image)
        return others.indices.map { least(image, others[$0], own, SquareSums(others[$0]), products: sums[$0]) }
    }

    /// Computes differences as Σ (a - b)² = Σ a² + Σ b² - 2 Σ a · b.
    private func least(
        _ image: GreyImage, _ other: GreyImage, _ squares: SquareSums, _ otherSquares: SquareSums, products: [Double]
    ) -> Double {
        let shifts = 2 * reach + 1
        let means = products.indices.map { index -> Double in
            let (down, right) = (index / shifts - reach, index % shifts - reach)
            let (rows, columns) = (image.height - abs(down), image.width - abs(right))
            let sum =
                squares.sum(top: max(0, down), left: max(0, right), rows: rows, columns: columns)
                + otherSquares.sum(top: max(0, -down), left: max(0, -right), rows: rows, columns: columns)
            return (Double(sum) - 2 * products[index]) / Double(rows * columns)
        }
        // Differences that rounding can't tell apart are computed exactly.
        let error = 1e-12 * squares.mean
        let least = means.min()!
        let places = means.indices.filter { means[$0] <= least + error }.sorted { means[$0] < means[$1] }
        return places.prefix(Self.exactShifts).reduce(.infinity) { best, place in
            min(
                best,
                image.meanSquaredDifference(to: other, right: place % shifts - reach, down: place / shifts - reach))
        }
    }

    /// The minimum over all shifts one by one: faster for few shifts, and the reference of the tests.
    static func leastOfAll(_ image: GreyImage, _ other: GreyImage, reach: Int) -> Double {
        var least = Double.infinity
        for down in -reach...reach where abs(down) < image.height {
            for right in -reach...reach where abs(right) < image.width {
                least = min(least, image.meanSquaredDifference(to: other, right: right, down: down))
            }
        }
        return least
    }

    /// The sums of squared levels over rectangles of an image, each from four numbers (a summed-area table).
    private struct SquareSums {
        /// `[height + 1, width + 1]`: the sum over all pixels above and to the left.
        private var sums: [Int]
        private let width: Int
        private let pixelCount: Int

        init(_ image: GreyImage) {
            width = image.width + 1
            pixelCount = image.size.pixelCount
            sums = [Int](repeating: 0, count: width * (image.height + 1))
            for row in 0..<image.height {
                var sum = 0
                for column in 0..<image.width {
                    let level = Int(image.samples[row * image.width + column])
                    sum += level * level
                    sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + sum
                }
            }
        }

        var mean: Double { Double(sums.last!) / Double(pixelCount) }

        func sum(top: Int, left: Int, rows: Int, columns: Int) -> Int {
            let (upper, lower) = (top * width + left, (top + rows) * width + left)
            return sums[lower + columns] - sums[lower] - sums[upper + columns] + sums[upper]
        }
    }
}
