import GreyImages
import Kernels
import Layers

extension Model {
    /// The model with its weights, for images of any size, bit depth and range of levels; nil if its parameters depend on
    /// the size. A learned prior is left out, because it belongs to the size.
    ///
    /// - Parameters:
    ///   - images: The images to adapt to, whose classes the model takes over.
    ///   - preparation: The preparation of the images, for the model to record; nil if they are used unchanged.
    ///   - channels: The channels of the latent map, at least as many as the model's; nil for the model's. Added channels
    ///     are random functions of the image, which the decoder ignores at first.
    /// - Throws: `ConfigurationError` if the images are too small for the network.
    package func adapted(
        to images: ImageDataset, preparation: ImagePreparation?, latentChannels channels: Int? = nil
    ) throws(ConfigurationError) -> Model? {
        guard configuration.reduction != nil else { return nil }
        var adapted = configuration.resized(to: images.size, latentChannels: channels)
        adapted.bitDepth = images.bitDepth
        adapted.classNames = images.classNames
        adapted.preparation = preparation
        let network = try VariationalAutoencoder(adapted.fitted(to: images))
        return Model(network: network, parameters: parameters(for: network), file: file)
    }

    /// The parameters for a network that has the model's layers and at least as many latent channels.
    private func parameters(for wider: VariationalAutoencoder) -> Arena {
        guard wider.layout != network.layout else { return parameters }
        let widened = Arena(wider.layout)
        wider.layout.initialize(widened, seed: 0)
        for (own, new) in zip(network.layout.slots, wider.layout.slots) {
            precondition(own.name == new.name, "networks of the same layers")
            let (source, target) = (parameters[own], widened[new])
            switch own.name {
            case Encoder.posteriorName + ".weight", Encoder.posteriorName + ".bias":
                // [means and log variances, channels, …]
                copyHalves(of: source, to: target)
            case Decoder.latentName + ".weight":
                // [outputs, kernel, kernel, channels]
                target.fill(0)
                copyRows(of: source, width: own.shape.last!, to: target, width: new.shape.last!)
            default: target.copy(from: source)
            }
        }
        return widened
    }

    /// Copies the first half to the beginning of the target's first half, and the second half likewise.
    private func copyHalves(of source: Buffer, to target: Buffer) {
        copyRows(of: source, width: source.count / 2, to: target, width: target.count / 2)
    }

    /// Copies each row to the beginning of the target's row.
    private func copyRows(of source: Buffer, width: Int, to target: Buffer, width targetWidth: Int) {
        for row in 0..<source.count / width {
            let start = row * targetWidth
            target[start..<start + width].copy(from: source[row * width..<(row + 1) * width])
        }
    }
}
