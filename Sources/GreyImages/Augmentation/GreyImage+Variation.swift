import Foundation

extension GreyImage {
    /// The image with a small change. Beyond its borders the nearest pixels are repeated.
    ///
    /// Without a turn, pixels are moved by whole numbers and keep their levels, exposure aside.
    ///
    /// - Parameters:
    ///   - variation: The change.
    ///   - levels: The levels of black and white, between which the exposure changes.
    /// - Complexity: O(pixels).
    package func varied(by variation: ImageVariation, levels: ClosedRange<Int>) -> GreyImage {
        let table = Self.exposed(variation.logGamma, levels, maximum: bitDepth.maximumLevel)
        let (offset, angle) = (variation.offset(size), variation.radians)
        let (sine, cosine) = (sin(angle), cos(angle))
        let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
        var changed = [UInt16](repeating: 0, count: samples.count)
        for row in 0..<height {
            for column in 0..<width {
                var x = Double(column) - offset.columns
                var y = Double(row) - offset.rows
                if angle != 0 {
                    let (right, down) = (x - middleX, y - middleY)
                    x = middleX + cosine * right + sine * down
                    y = middleY - sine * right + cosine * down
                }
                if variation.flip == 1 { x = Double(width - 1) - x }
                changed[row * width + column] = table[Int(interpolated(x, y).rounded())]
            }
        }
        return GreyImage(size: size, bitDepth: bitDepth, samples: changed)
    }

    /// The level at a place between pixels.
    private func interpolated(_ x: Double, _ y: Double) -> Double {
        let (x, y) = (min(max(x, 0), Double(width - 1)), min(max(y, 0), Double(height - 1)))
        let (left, top) = (Int(x), Int(y))
        let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
        let (across, down) = (x - Double(left), y - Double(top))
        func level(_ column: Int, _ row: Int) -> Double { Double(samples[row * width + column]) }
        let upper = level(left, top) * (1 - across) + level(right, top) * across
        let lower = level(left, bottom) * (1 - across) + level(right, bottom) * across
        return upper * (1 - down) + lower * down
    }

    /// What each level becomes when those between black and white are raised to a power.
    private static func exposed(_ logGamma: Double, _ levels: ClosedRange<Int>, maximum: Int) -> [UInt16] {
        let span = Double(levels.upperBound - levels.lowerBound)
        let gamma = exp(logGamma)
        return (0...maximum).map { level in
            guard logGamma != 0, span > 0, levels.contains(level) else { return UInt16(level) }
            let share = pow(Double(level - levels.lowerBound) / span, gamma)
            return UInt16(levels.lowerBound + Int((share * span).rounded()))
        }
    }
}
