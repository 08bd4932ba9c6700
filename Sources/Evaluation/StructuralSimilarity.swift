import GreyImages
import Platform
import VAE

/// The structural similarity (SSIM) of two images, with a Gaussian window of σ = 1.5 pixels over 11 × 11 pixels that is cut
/// off and renormalised at the border.
///
/// Source: Wang et al., 2004, "Image quality assessment: from error visibility to structural similarity".
enum StructuralSimilarity {
    private static let radius = 5
    private static let window: [Double] = (-radius...radius).map { exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }

    /// The mean similarity over all pixels. Levels count from the lowest of a range, whose span scales the constants.
    ///
    /// - Complexity: 110 multiplications per pixel.
    static func mean(_ first: GreyImage, _ second: GreyImage, levels: LevelRange) -> Double {
        let (lowest, peak) = (Double(levels.minimum), Double(levels.span))
        let c1 = (0.01 * peak) * (0.01 * peak)
        let c2 = (0.03 * peak) * (0.03 * peak)
        let x = first.samples.map { Double($0) - lowest }
        let y = second.samples.map { Double($0) - lowest }
        let size = first.size
        let meanX = blurred(x, size)
        let meanY = blurred(y, size)
        let squareX = blurred(zip(x, x).map(*), size)
        let squareY = blurred(zip(y, y).map(*), size)
        let product = blurred(zip(x, y).map(*), size)
        var sum = 0.0
        for i in x.indices {
            let (mx, my) = (meanX[i], meanY[i])
            let varianceX = squareX[i] - mx * mx
            let varianceY = squareY[i] - my * my
            let covariance = product[i] - mx * my
            sum +=
                (2 * mx * my + c1) * (2 * covariance + c2)
                / ((mx * mx + my * my + c1) * (varianceX + varianceY + c2))
        }
        return sum / Double(x.count)
    }

    private static func blurred(_ values: [Double], _ size: ImageSize) -> [Double] {
        let rows = blurredAlongRows(values, width: size.width, height: size.height)
        let columns = blurredAlongRows(
            transposed(rows, width: size.width, height: size.height), width: size.height, height: size.width)
        return transposed(columns, width: size.height, height: size.width)
    }

    private static func blurredAlongRows(_ values: [Double], width: Int, height: Int) -> [Double] {
        var result = [Double](repeating: 0, count: values.count)
        for x in 0..<width {
            let reach = max(0, x - radius)...min(width - 1, x + radius)
            let total = reach.reduce(0) { $0 + window[$1 - x + radius] }
            for y in 0..<height {
                var sum = 0.0
                for neighbour in reach { sum += window[neighbour - x + radius] * values[y * width + neighbour] }
                result[y * width + x] = sum / total
            }
        }
        return result
    }

    private static func transposed(_ values: [Double], width: Int, height: Int) -> [Double] {
        var result = [Double](repeating: 0, count: values.count)
        for y in 0..<height {
            for x in 0..<width { result[x * height + y] = values[y * width + x] }
        }
        return result
    }
}
