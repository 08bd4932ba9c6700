import GreyImages
import Platform

/// Converts a canvas to an image: blur, quantum noise, brightness, contrast and gamma, then integer levels.
///
/// The canvas holds what the display window shows as 0 (black) to 1 (white). For radiographs that is the logarithm of
/// the attenuation (Beer–Lambert), so what is dense is bright, and the noise of counting N photons, 1/√N of them, grows
/// with e^(path/2). Source: Bushberg et al., "The Essential Physics of Medical Imaging".
struct Exposure {
    /// The natural logarithm of the ratio of photons that arrive where the canvas is 0 to those where it is 1.
    private let attenuationOfWhite: Double
    private let brightness: Double
    private let contrast: Double
    private let gamma: Double
    private let noise: Double
    private let blur: Double

    /// - Parameters:
    ///   - attenuationOfWhite: 0 for noise that is the same everywhere, as in reconstructed slices.
    ///   - noise: The usual range of the noise: the standard deviation of a mid-grey pixel as a share of the full range.
    init(drawnFrom sheet: inout FactorSheet, attenuationOfWhite: Double, noise noiseRange: ClosedRange<Double>) {
        self.attenuationOfWhite = attenuationOfWhite
        brightness = sheet.usual("brightness", -0.12...0.12)
        contrast = sheet.usual("contrastRatio", 0.8...1.2)
        gamma = sheet.usual("gamma", 0.75...1.3)
        noise = sheet.usual("noise", noiseRange)
        blur = sheet.usual("blurFraction", 0.001...0.005)
    }

    /// The image's samples, `[height, width]`.
    func develop(_ canvas: Canvas, bitDepth: BitDepth, noise source: RandomSource) -> [UInt16] {
        var random = source
        let side = Double(min(canvas.grid.columns, canvas.grid.rows))
        let sharp = Self.blurred(canvas, sigma: blur * side)
        let levels = Double(bitDepth.maximumLevel)
        let size = canvas.grid.size
        let density = canvas.grid.density
        let share = 1 / Double(density * density)
        var samples: [UInt16] = []
        samples.reserveCapacity(size.pixelCount)
        for y in 0..<size.height {
            for x in 0..<size.width {
                var sum = 0.0
                for row in y * density..<(y + 1) * density {
                    let start = row * canvas.grid.columns + x * density
                    for index in start..<start + density { sum += sharp[index] }
                }
                let mean = sum * share
                let spread = noise * exp(attenuationOfWhite * 0.5 * (min(mean, 1.2) - 0.5))
                let value = Self.isInSquare(x, y, size) ? shown(mean + spread * random.normal()) : 0
                samples.append(UInt16((value * levels).rounded()))
            }
        }
        return samples
    }

    /// The display's curve: straight in the middle with a soft toe and shoulder, as film has, then gamma; in 0...1.
    private func shown(_ value: Double) -> Double {
        // Only tissue is lifted, so that air stays black.
        let lift = brightness + 0.35 * (1 - contrast)
        let x = value * contrast + lift * Blending.step(value, from: 0, to: 0.3)
        let (toe, shoulder) = (0.05, 0.88)
        let soft: Double
        if x < toe {
            soft = toe * exp((x - toe) / toe)
        } else if x > shoulder {
            soft = 1 - (1 - shoulder) * exp((shoulder - x) / (1 - shoulder))
        } else {
            soft = x
        }
        return pow(soft, gamma)
    }

    /// Whether a pixel lies in the largest centred square of the frame. The rest of the frame is black.
    private static func isInSquare(_ x: Int, _ y: Int, _ size: ImageSize) -> Bool {
        let side = min(size.width, size.height)
        let (left, top) = ((size.width - side) / 2, (size.height - side) / 2)
        return x >= left && x < left + side && y >= top && y < top + side
    }

    /// A Gaussian blur of the canvas, first along rows and then along columns. Edge samples are repeated beyond the edge.
    private static func blurred(_ canvas: Canvas, sigma: Double) -> [Double] {
        let reach = Int((3 * sigma).rounded(.up))
        guard reach > 0 else { return canvas.values }
        let raw = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
        let total = raw.reduce(0, +)
        let kernel = raw.map { $0 / total }
        let (columns, rows) = (canvas.grid.columns, canvas.grid.rows)
        var across = canvas.values
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = 0.0
                for k in 0..<kernel.count {
                    sum += kernel[k] * canvas.values[row * columns + min(max(column + k - reach, 0), columns - 1)]
                }
                across[row * columns + column] = sum
            }
        }
        var result = across
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = 0.0
                for k in 0..<kernel.count {
                    sum += kernel[k] * across[min(max(row + k - reach, 0), rows - 1) * columns + column]
                }
                result[row * columns + column] = sum
            }
        }
        return result
    }
}
