import GreyImages
import VAE

/// A set of defaults for the network, the prior and the training, which suits a length of training.
public enum Preset: String, Sendable, Hashable, Codable, CaseIterable {
    /// A first look, in 2 minutes.
    case quick
    /// Samples to work with, in 15 minutes.
    case standard
    /// The best samples, in an hour.
    case best

    /// The length of a run in minutes.
    public var minutes: Double {
        switch self {
        case .quick: 2
        case .standard: 15
        case .best: 60
        }
    }

    /// The number of times that an image's sides are halved to reach the latent map.
    private func levels(_ size: ImageSize) -> Int {
        let side = max(size.width, size.height)
        // A map of an eighth of the sides keeps fine structure at every size; the prior folds large maps.
        return side < 12 ? 1 : side < 48 ? 2 : 3
    }

    /// Returns a residual network for images of a size.
    ///
    /// - Parameter given: The number of levels; nil for the number that suits the size.
    package func architecture(for size: ImageSize, levels given: Int? = nil) -> Architecture {
        let count = max(1, given ?? levels(size))
        if count > 2 || isLarge(size) {
            // The finest level costs the most, so it has no blocks.
            return .residual(
                channels: (0..<count).map { min(128, 32 << min($0, 8)) },
                blocks: (0..<count).map { $0 == count - 1 ? 2 : min(1, $0) })
        }
        let (first, widest) = self == .quick ? (16, 64) : (32, 96)
        return .residual(
            channels: (0..<count).map { min(widest, first << min($0, 8)) },
            blocks: (0..<count).map { self == .quick ? min(1, $0) : $0 == count - 1 ? 2 : 1 })
    }

    /// Returns the latent map of a network with the given number of levels, each of which halves the sides.
    package func latentMap(for size: ImageSize, levels: Int) -> LatentMap {
        func halved(_ side: Int) -> Int { (0..<levels).reduce(side) { half, _ in (half + 1) / 2 } }
        return LatentMap(
            height: halved(size.height), width: halved(size.width), channels: isLarge(size) ? 4 : 8)
    }

    /// Whether images are so large that fine structure takes few latents per pixel.
    private func isLarge(_ size: ImageSize) -> Bool { max(size.width, size.height) > 64 }

    /// The settings for training the decoder against a discriminator. In a short run the prior needs the time more.
    package var sharpening: SharpeningSettings {
        var settings = SharpeningSettings()
        settings.share = self == .best ? 0.2 : 0.08
        return settings
    }

    /// The settings for fitting the prior, without classes.
    package var flow: FlowSettings {
        var settings = FlowSettings()
        settings.share = self == .best ? 0.55 : 0.62
        if self == .quick { (settings.network.width, settings.network.blocks) = (64, 4) }
        return settings
    }

    /// The settings for training a residual network.
    package var settings: TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .minutes(minutes)
        settings.batch = 32
        settings.learningRate = 1e-3
        settings.sharpening = sharpening
        settings.flow = flow
        return settings
    }
}
