import GreyImages
import Kernels
import Layers

/// The decoder of a flat network, which maps latents to the outputs that the likelihood reads: from `[images, latents]` to
/// `[images, pixels, outputsPerPixel]`.
package struct Decoder: Sendable {
    package let stack: LayerStack

    /// The name of the first layer.
    static let latentName = "decoder.latent"

    init(_ configuration: ModelConfiguration, likelihood: any Likelihood, in layout: inout ParameterLayout) {
        let pixels = configuration.imageSize.pixelCount
        let scaleIsShared = configuration.likelihood.sharesScale
        let outputsPerPixel = scaleIsShared ? 1 : likelihood.outputsPerPixel
        stack = LayerStack { stack in
            switch configuration.architecture {
            case .ladder: preconditionFailure("a ladder is not a flat network")
            case .mlp(let hidden, let activation):
                for (index, units) in hidden.reversed().enumerated() {
                    stack.addDense(
                        "decoder.dense\(index + 1)", inputs: index == 0 ? configuration.latentCount : stack.outputCount,
                        outputs: units, activation, in: &layout)
                }
                stack.add(
                    Dense(
                        "decoder.output", inputs: stack.outputCount, outputs: pixels * outputsPerPixel,
                        activation: .identity, in: &layout))
            case .conv(let channels, let hidden):
                let pyramid = Pyramid(imageSize: configuration.imageSize, levels: channels.count)
                let lowest = pyramid.sizes[channels.count]
                stack.add(
                    Dense(
                        "decoder.dense1", inputs: configuration.latentCount, outputs: hidden, activation: .relu,
                        in: &layout))
                stack.add(
                    Dense(
                        "decoder.dense2", inputs: hidden, outputs: lowest.pixelCount * channels[channels.count - 1],
                        activation: .relu, in: &layout))
                for index in channels.indices.reversed() {
                    let isLast = index == 0
                    let window = pyramid.window(index, channels: isLast ? outputsPerPixel : channels[index - 1])
                    stack.add(
                        Convolution(
                            transposed: isLast ? "decoder.output" : "decoder.convolution\(channels.count - index)",
                            inputs: channels[index], window: window, activation: isLast ? .identity : .relu,
                            in: &layout))
                }
            case .residual(let channels, let blocks, let upsampling):
                let pyramid = Pyramid(imageSize: configuration.imageSize, levels: channels.count)
                let lowest = pyramid.sizes[channels.count]
                let widest = channels[channels.count - 1]
                if let map = configuration.latentMap {
                    stack.add(
                        Convolution(
                            Self.latentName, window: .same(lowest, channels: map.channels, kernel: 3),
                            outputs: widest, activation: .identity, in: &layout))
                } else {
                    stack.add(
                        Dense(
                            Self.latentName, inputs: configuration.latentCount,
                            outputs: lowest.pixelCount * widest, activation: .identity, in: &layout))
                }
                for index in channels.indices.reversed() {
                    for block in 0..<blocks[index] {
                        stack.addResidualBlock(
                            "decoder.level\(index + 1).block\(block + 1)", size: pyramid.sizes[index + 1],
                            channels: channels[index], in: &layout)
                    }
                    stack.add(Nonlinearity(.silu, count: stack.outputCount))
                    let name = index == 0 ? "decoder.output" : "decoder.up\(index + 1)"
                    stack.addEnlargement(
                        name, upsampling, pyramid, to: index,
                        channels: (channels[index], index == 0 ? outputsPerPixel : channels[index - 1]), in: &layout)
                }
            }
            if scaleIsShared { stack.add(SharedScale("decoder.scale", pixels: pixels, in: &layout)) }
        }
    }
}
