import GreyImages
import Training
import VAE

/// Small images that are quick to learn: a bright spot on a dark ground.
enum ToyData {
    static let side = 8

    static func spots(_ count: Int, seed: UInt64 = 1) -> [GreyImage] {
        var state = seed
        func random(_ limit: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % limit)
        }
        return (0..<count).map { _ in
            let (column, row, brightness) = (random(UInt64(side)), random(UInt64(side)), 150 + random(90))
            let samples = (0..<side * side).map { pixel -> UInt16 in
                let distance = abs(pixel % side - column) + abs(pixel / side - row)
                return UInt16(max(0, brightness - 40 * distance) + random(8))
            }
            return image(samples)
        }
    }

    /// Spots in images of a model's size, which is a multiple of their own.
    static func spots(_ count: Int, seed: UInt64 = 1, for configuration: ModelConfiguration) -> [GreyImage] {
        let size = configuration.imageSize
        let factor = size.width / side
        return spots(count, seed: seed).map { spot in
            GreyImage(
                size: size, bitDepth: .eight,
                samples: (0..<size.pixelCount).map { pixel in
                    spot.samples[pixel / size.width / factor * side + pixel % size.width / factor]
                })
        }
    }

    static func image(_ samples: [UInt16]) -> GreyImage {
        GreyImage(size: ImageSize(width: side, height: side), bitDepth: .eight, samples: samples)
    }

    static func flat(_ level: UInt16) -> GreyImage { image([UInt16](repeating: level, count: side * side)) }

    static func configuration(
        _ architecture: Architecture = .mlp(hidden: [16]), likelihood: LikelihoodKind = .logistic,
        binarization: Binarization = .none
    ) -> ModelConfiguration {
        ModelConfiguration(
            architecture: architecture, imageSize: ImageSize(width: side, height: side), bitDepth: .eight,
            latentCount: 3, likelihood: likelihood, binarization: binarization)
    }
}
