import ArgumentParser
import Grisaille

/// Networks to measure, of the same shapes as those that other frameworks are measured with.
enum Workload: String, CaseIterable, ExpressibleByArgument {
    case mlp28 = "mlp-28"
    case conv64 = "conv-64"

    var configuration: ModelConfiguration {
        switch self {
        case .mlp28:
            ModelConfiguration(
                architecture: .mlp(hidden: [400]), imageSize: ImageSize(width: 28, height: 28), bitDepth: .eight,
                latentCount: 20, likelihood: .bernoulli)
        case .conv64:
            ModelConfiguration(
                architecture: .conv(channels: [32, 32, 64, 64], hidden: 256),
                imageSize: ImageSize(width: 64, height: 64), bitDepth: .eight, latentCount: 10,
                likelihood: .bernoulli)
        }
    }

    var batch: Int {
        switch self {
        case .mlp28: 128
        case .conv64: 64
        }
    }

    /// Images of sloping greys, each of another slope.
    func makeImages(count: Int) -> ImageDataset {
        let size = configuration.imageSize
        let images = (0..<count).map { (number: Int) -> GreyImage in
            let slope = 2 * number + 1
            let samples = (0..<size.pixelCount).map { (pixel: Int) -> UInt16 in UInt16((pixel * slope / 7) & 255) }
            return GreyImage(size: size, bitDepth: .eight, samples: samples)
        }
        return ImageDataset(images: images)
    }
}
