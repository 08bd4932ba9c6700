import GreyImages
import Kernels
import Layers

/// Maps latents to what the likelihood needs: `[images, latents]` to `[images, pixels, outputsPerPixel]`.
public struct Decoder: Sendable {
    public let stack: LayerStack

    init(_ configuration: ModelConfiguration, outputsPerPixel: Int, in layout: inout ParameterLayout) {
        var layers: [any Layer] = []
        func dense(_ name: String, outputs: Int, _ activation: Activation) {
            layers.append(
                Dense(
                    "decoder." + name, inputs: layers.last?.outputCount ?? configuration.latentCount,
                    outputs: outputs, activation: activation, in: &layout))
        }
        switch configuration.architecture {
        case .mlp(let hidden):
            for (index, units) in hidden.reversed().enumerated() { dense("dense\(index + 1)", outputs: units, .relu) }
            dense("output", outputs: configuration.imageSize.pixelCount * outputsPerPixel, .identity)
        case .conv(let channels, let hidden):
            let pyramid = Pyramid(imageSize: configuration.imageSize, levels: channels.count)
            let lowest = pyramid.sizes[channels.count]
            dense("dense1", outputs: hidden, .relu)
            dense("dense2", outputs: lowest.pixelCount * channels[channels.count - 1], .relu)
            for index in channels.indices.reversed() {
                let isLast = index == 0
                let window = pyramid.window(index, channels: isLast ? outputsPerPixel : channels[index - 1])
                layers.append(
                    Convolution(
                        transposed: isLast ? "decoder.output" : "decoder.convolution\(channels.count - index)",
                        inputs: channels[index], window: window, activation: isLast ? .identity : .relu,
                        in: &layout))
            }
        }
        stack = LayerStack(layers)
    }
}
