import Foundation
import Kernels

/// The orthonormal discrete cosine transform of the channels of a latent map, over its rows and columns.
///
/// - Complexity: 2 · positions · (height + width) · channels floating-point operations per map.
struct CosineTransform: Sendable {
    let shape: LatentMap
    private let rows: [Float]  // [height, height]: a frequency's cosines in each row
    private let columns: [Float]  // [width, width]

    init(_ shape: LatentMap) {
        self.shape = shape
        rows = Self.cosines(shape.height)
        columns = Self.cosines(shape.width)
    }

    /// Replaces a map `[height, width, channels]` by its coefficients, or coefficients by their map.
    ///
    /// - Parameter scratch: As large as the map.
    func apply(to map: Buffer, scratch: Buffer, inverse: Bool) {
        precondition(map.count == shape.count && scratch.count == shape.count, "a map and as much memory")
        let width = shape.width * shape.channels
        scratch.fill(0)
        for target in 0..<shape.height {
            for source in 0..<shape.height {
                let factor = inverse ? rows[source * shape.height + target] : rows[target * shape.height + source]
                scratch[row: target, of: width].move(by: factor, along: map[row: source, of: width])
            }
        }
        map.fill(0)
        for row in 0..<shape.height {
            transformColumns(scratch[row: row, of: width], into: map[row: row, of: width], inverse: inverse)
        }
    }

    private func transformColumns(_ row: Buffer, into output: Buffer, inverse: Bool) {
        let (width, channels) = (shape.width, shape.channels)
        row.withSpan { row in
            output.withMutableSpan { output in
                for target in 0..<width {
                    for source in 0..<width {
                        let factor = inverse ? columns[source * width + target] : columns[target * width + source]
                        for channel in 0..<channels {
                            output[target * channels + channel] += factor * row[source * channels + channel]
                        }
                    }
                }
            }
        }
    }

    private static func cosines(_ side: Int) -> [Float] {
        (0..<side).flatMap { frequency in
            (0..<side).map { place in
                let scale = ((frequency == 0 ? 1.0 : 2) / Double(side)).squareRoot()
                return Float(scale * cos(Double.pi * Double(frequency) * (Double(place) + 0.5) / Double(side)))
            }
        }
    }
}
