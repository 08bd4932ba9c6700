import Platform

/// The distance between the power spectra of two images' parts, and its gradient.
///
/// Images are cut into small overlapping squares that fade out towards their borders. A square's frequencies are gathered in
/// bins on each axis, the lowest bin left out. The distance is the mean over the squares and bins of
/// ½ · (log power - log other power)². It asks for as much fine structure as the other image has at the same place: the
/// squared difference of pixels asks for less than that of structure whose details aren't certain.
///
/// Source: Durall et al., 2020, arXiv:2003.01826 (power spectra in the objective); Jiang et al., 2021, arXiv:2012.12821.
package struct SpectrumDistance: Sendable {
    package let width: Int
    package let height: Int
    private let roots: ComplexSquare.Roots
    /// The first rows and columns of the squares.
    private let rowStarts: [Int]
    private let columnStarts: [Int]
    /// The factors of a square's rows and columns that fade it out.
    private let rowWindow: [Double]  // [at most side]
    private let columnWindow: [Double]  // [at most side]
    /// The bin of every number of a transform, and the place of the number with the opposite frequency.
    private let bins: [UInt8]  // [side, side]
    private let opposites: [Int32]  // [side, side]
    /// 1 / (the numbers in a bin · the squares of the window), and 0 for bins that aren't compared.
    private let scales: [Double]  // [bins]
    private let comparedCount: Double

    /// The maximum side of the squares, whose distance is half as large. In whole images, power that a smooth part lacks
    /// would be made up for in another; much smaller squares have few numbers per bin.
    private static let side = 32
    private static let binsPerAxis = 8
    private static let binCount = binsPerAxis * binsPerAxis
    /// The power that is added before logarithms are taken: that of rounding -1...1 to 8 bits. Less can't be seen.
    private static let roundingPower = 5e-6

    /// The memory of one worker.
    package final class Workspace: @unchecked Sendable {
        fileprivate let square: ComplexSquare
        /// The power of each bin of the image, then of the other image.
        fileprivate let powers: UnsafeMutablePointer<Double>

        package init(_ distance: SpectrumDistance) {
            square = ComplexSquare(side: distance.roots.side)
            powers = .allocate(capacity: 2 * SpectrumDistance.binCount)
        }

        deinit { powers.deallocate() }
    }

    /// - Precondition: Images of at least 2×2 pixels.
    package init(width: Int, height: Int) {
        precondition(width > 1 && height > 1, "images with a spectrum")
        self.width = width
        self.height = height
        func starts(_ count: Int) -> [Int] {
            guard count > Self.side else { return [0] }
            return Array(stride(from: 0, to: count - Self.side, by: Self.side / 2)) + [count - Self.side]
        }
        func window(_ count: Int) -> [Double] {
            let count = min(count, Self.side)
            return (0..<count).map {
                let root = sin(.pi * (Double($0) + 0.5) / Double(count))
                return root * root
            }
        }
        (rowStarts, columnStarts) = (starts(height), starts(width))
        (rowWindow, columnWindow) = (window(height), window(width))
        var side = 2
        while side < max(rowWindow.count, columnWindow.count) { side *= 2 }
        roots = ComplexSquare.Roots(side: side)
        // Transforms are in bit-reversed order.
        let order = (0..<side).map { index in
            (0..<side.trailingZeroBitCount).reduce(0) { $0 << 1 | index >> $1 & 1 }
        }
        let opposite = (0..<side).map { order[(side - order[$0]) % side] }
        let bin = order.map { min(Self.binsPerAxis - 1, min($0, side - $0) * 2 * Self.binsPerAxis / side) }
        var (bins, opposites) = ([UInt8](), [Int32]())
        var counts = [Int](repeating: 0, count: Self.binCount)
        for row in 0..<side {
            for column in 0..<side {
                let place = bin[row] * Self.binsPerAxis + bin[column]
                counts[place] += 1
                bins.append(UInt8(place))
                opposites.append(Int32(opposite[row] * side + opposite[column]))
            }
        }
        (self.bins, self.opposites) = (bins, opposites)
        let squares = [rowWindow, columnWindow].reduce(1) { $0 * $1.reduce(0) { $0 + $1 * $1 } }
        // The window carries the mean level into the bins around the lowest one.
        func isLow(_ bin: Int) -> Bool { bin / Self.binsPerAxis < 2 && bin % Self.binsPerAxis < 2 }
        scales = counts.enumerated().map { isLow($0) || $1 == 0 ? 0 : 1 / (Double($1) * squares) }
        comparedCount = Double(max(1, scales.count { $0 > 0 }))
    }

    /// Computes the distance between two images, and its gradient with respect to the first.
    ///
    /// - Parameters:
    ///   - image: The image, `[height, width]`, in -1...1.
    ///   - other: The image whose spectra are wanted, `[height, width]`.
    ///   - gradient: The destination of the gradient, `[height, width]`.
    /// - Returns: The distance.
    /// - Complexity: O(pixels).
    package func distance(
        from image: Buffer, to other: Buffer, workspace: Workspace, gradient: Buffer
    ) -> Double {
        precondition([image, other, gradient].allSatisfy { $0.count == width * height }, "images of the size")
        gradient.fill(0)
        var distance = 0.0
        for row in rowStarts {
            for column in columnStarts {
                distance += addDistance(
                    from: image, to: other, start: row * width + column, workspace: workspace, gradient: gradient)
            }
        }
        return distance / Double(rowStarts.count * columnStarts.count)
    }

    /// The distance between two squares, whose gradient is added.
    private func addDistance(
        from image: Buffer, to other: Buffer, start: Int, workspace: Workspace, gradient: Buffer
    ) -> Double {
        let (square, side) = (workspace.square, roots.side)
        let (real, imaginary) = (square.real, square.imaginary)
        let (power, otherPower) = (workspace.powers, workspace.powers + Self.binCount)
        // The transform is linear: both squares are transformed as one, the other as the imaginary part.
        square.clear()
        for row in rowWindow.indices {
            for column in columnWindow.indices {
                let share = rowWindow[row] * columnWindow[column]
                let pixel = start + row * width + column
                real[row * side + column] = share * Double(image[pixel])
                imaginary[row * side + column] = share * Double(other[pixel])
            }
        }
        square.transform(roots)
        power.initialize(repeating: 0, count: 2 * Self.binCount)
        for index in 0..<side * side {
            let (bin, opposite) = (Int(bins[index]), Int(opposites[index]))
            let (ownReal, ownImaginary) = (
                real[index] + real[opposite], imaginary[index] - imaginary[opposite]
            )
            let (otherReal, otherImaginary) = (
                imaginary[index] + imaginary[opposite], real[opposite] - real[index]
            )
            power[bin] += (ownReal * ownReal + ownImaginary * ownImaginary) / 4
            otherPower[bin] += (otherReal * otherReal + otherImaginary * otherImaginary) / 4
        }
        var distance = 0.0
        for bin in 0..<Self.binCount {
            let own = power[bin] * scales[bin] + Self.roundingPower
            let difference = scales[bin] > 0 ? log(own / (otherPower[bin] * scales[bin] + Self.roundingPower)) : 0
            distance += difference * difference / (2 * comparedCount)
            // From here on, the factor of the transform's numbers.
            power[bin] = 2 * scales[bin] * difference / (own * comparedCount)
        }
        keepOwn(of: square, times: power)
        square.transformBack(roots)
        let scale = 1 / Double(rowStarts.count * columnStarts.count)
        for row in rowWindow.indices {
            for column in columnWindow.indices {
                let share = scale * rowWindow[row] * columnWindow[column]
                gradient[start + row * width + column] += Float(share * real[row * side + column])
            }
        }
        return distance
    }

    /// Replaces the transform of both images by that of the first, multiplied by a factor for each bin.
    private func keepOwn(of square: ComplexSquare, times factors: UnsafeMutablePointer<Double>) {
        let (real, imaginary) = (square.real, square.imaginary)
        for index in 0..<square.side * square.side {
            let opposite = Int(opposites[index])
            guard index <= opposite else { continue }
            let factor = factors[Int(bins[index])] / 2
            let ownReal = factor * (real[index] + real[opposite])
            let ownImaginary = factor * (imaginary[index] - imaginary[opposite])
            (real[index], real[opposite]) = (ownReal, ownReal)
            (imaginary[index], imaginary[opposite]) = (ownImaginary, -ownImaginary)
        }
    }
}
