/// The sums of the products of two images' levels, for all shifts of one image against the other up to a reach.
///
/// Images are cut into tiles of a few times the reach, and the tiles' transforms are multiplied and added. The work is
/// proportional to the number of pixels and to the logarithm of the reach; separate sums for every shift would take the
/// square of the reach.
///
/// Source: Stockham, 1966, "High-speed convolution and correlation".
package struct ShiftedProducts: Sendable {
    package let width: Int
    package let height: Int
    package let reach: Int
    private let tile: Int
    private let roots: ComplexSquare.Roots

    /// - Precondition: Images are larger than the reach.
    package init(width: Int, height: Int, reach: Int) {
        precondition(reach >= 0 && width > reach && height > reach, "images that overlap")
        self.width = width
        self.height = height
        self.reach = reach
        // A tile with the reach around it fills a square whose side is a power of two.
        var side = 8
        while side < 6 * reach { side *= 2 }
        tile = side - 2 * reach
        roots = ComplexSquare.Roots(side: side)
    }

    /// The number of shifts along an axis, from -reach to reach.
    package var shifts: Int { 2 * reach + 1 }

    /// Σ image[y, x] · other[y - down, x - right] over the pixels where both exist, `[shifts, shifts]` for each of the others:
    /// rows are shifts down from -reach on, columns are shifts to the right from -reach on.
    ///
    /// All images are `[height, width]`.
    ///
    /// - Returns: Sums that are exact to about 1e-15 of the largest possible sum.
    package func sums(of image: [UInt16], with others: [[UInt16]]) -> [[Double]] {
        precondition(([image] + others).allSatisfy { $0.count == width * height }, "images of one size")
        let (own, pair) = (ComplexSquare(side: roots.side), ComplexSquare(side: roots.side))
        // The transform is linear: two images are transformed as one, the second as the imaginary part.
        let totals = (0..<(others.count + 1) / 2).map { _ in ComplexSquare(side: roots.side) }
        for top in stride(from: 0, to: height, by: tile) {
            for left in stride(from: 0, to: width, by: tile) {
                own.clear()
                load(image, top..<min(height, top + tile), left..<min(width, left + tile), into: own.real)
                own.transform(roots)
                let rows = top - reach..<min(height, top + tile) + reach
                let columns = left - reach..<min(width, left + tile) + reach
                for (place, total) in totals.enumerated() {
                    pair.clear()
                    load(others[2 * place], rows, columns, into: pair.real)
                    if 2 * place + 1 < others.count { load(others[2 * place + 1], rows, columns, into: pair.imaginary) }
                    pair.transform(roots)
                    total.addProducts(ofConjugate: own, pair)
                }
            }
        }
        for total in totals { total.transformBack(roots) }
        return others.indices.map { index in
            let total = totals[index / 2]
            return sums(index % 2 == 0 ? total.real : total.imaginary)
        }
    }

    /// Copies a part of an image, with zeros beyond the image.
    private func load(
        _ levels: [UInt16], _ rows: Range<Int>, _ columns: Range<Int>, into numbers: UnsafeMutablePointer<Double>
    ) {
        let (first, last) = (max(0, columns.lowerBound), min(width, columns.upperBound))
        for row in max(0, rows.lowerBound)..<min(height, rows.upperBound) {
            let target = numbers + (row - rows.lowerBound) * roots.side - columns.lowerBound
            for column in first..<last { target[column] = Double(levels[row * width + column]) }
        }
    }

    private func sums(_ numbers: UnsafeMutablePointer<Double>) -> [Double] {
        let scale = 1 / Double(roots.side * roots.side)
        return (0..<shifts * shifts).map { index in
            // The sum of a shift lies at reach - shift.
            let (down, right) = (2 * reach - index / shifts, 2 * reach - index % shifts)
            return numbers[down * roots.side + right] * scale
        }
    }
}
