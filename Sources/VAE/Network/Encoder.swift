import GreyImages
import Kernels
import Layers

/// Maps an image to its posterior: `[images, pixels]` on -1...1 to `[images, 2 · latents]`, the means and then the
/// unbounded log variances.
public struct Encoder: Sendable {
    public let stack: LayerStack

    init(_ configuration: ModelConfiguration, in layout: inout ParameterLayout) {
        var layers: [any Layer] = []
        switch configuration.architecture {
        case .mlp(let hidden):
            var inputs = configuration.imageSize.pixelCount
            for (index, units) in hidden.enumerated() {
                layers.append(
                    Dense("encoder.dense\(index + 1)", inputs: inputs, outputs: units, activation: .relu, in: &layout))
                inputs = units
            }
        case .conv(let channels, let hidden):
            let pyramid = Pyramid(imageSize: configuration.imageSize, levels: channels.count)
            for (index, outputs) in channels.enumerated() {
                let window = pyramid.window(index, channels: index == 0 ? 1 : channels[index - 1])
                layers.append(
                    Convolution(
                        "encoder.convolution\(index + 1)", window: window, outputs: outputs, activation: .relu,
                        in: &layout))
            }
            layers.append(
                Dense(
                    "encoder.dense", inputs: layers.last!.outputCount, outputs: hidden, activation: .relu,
                    in: &layout))
        }
        layers.append(
            Dense(
                "encoder.posterior", inputs: layers.last!.outputCount, outputs: 2 * configuration.latentCount,
                activation: .identity, in: &layout))
        stack = LayerStack(layers)
    }
}
