import GreyImages
import Kernels
import Layers

/// The encoder of a flat network, which maps images to their posteriors: from `[images, pixels]` on -1...1 to
/// `[images, 2 · latents]`, the means and then the unbounded log variances.
package struct Encoder: Sendable {
    package let stack: LayerStack

    /// The name of the last layer.
    static let posteriorName = "encoder.posterior"

    init(_ configuration: ModelConfiguration, in layout: inout ParameterLayout) {
        stack = LayerStack { stack in
            switch configuration.architecture {
            case .ladder: preconditionFailure("a ladder is not a flat network")
            case .mlp(let hidden, let activation):
                for (index, units) in hidden.enumerated() {
                    stack.addDense(
                        "encoder.dense\(index + 1)",
                        inputs: index == 0 ? configuration.imageSize.pixelCount : hidden[index - 1], outputs: units,
                        activation, in: &layout)
                }
            case .conv(let channels, let hidden):
                let pyramid = Pyramid(imageSize: configuration.imageSize, levels: channels.count)
                for (index, outputs) in channels.enumerated() {
                    let window = pyramid.window(index, channels: index == 0 ? 1 : channels[index - 1])
                    stack.add(
                        Convolution(
                            "encoder.convolution\(index + 1)", window: window, outputs: outputs, activation: .relu,
                            in: &layout))
                }
                stack.add(
                    Dense(
                        "encoder.dense", inputs: stack.outputCount, outputs: hidden, activation: .relu, in: &layout))
            case .residual(let channels, let blocks, _):
                let pyramid = Pyramid(imageSize: configuration.imageSize, levels: channels.count)
                for (index, outputs) in channels.enumerated() {
                    let window = pyramid.window(index, channels: index == 0 ? 1 : channels[index - 1])
                    if index > 0 { stack.add(Nonlinearity(.silu, count: stack.outputCount)) }
                    stack.add(
                        Convolution(
                            "encoder.down\(index + 1)", window: window, outputs: outputs, activation: .identity,
                            in: &layout))
                    for block in 0..<blocks[index] {
                        stack.addResidualBlock(
                            "encoder.level\(index + 1).block\(block + 1)", size: pyramid.sizes[index + 1],
                            channels: outputs, in: &layout)
                    }
                }
                stack.add(Nonlinearity(.silu, count: stack.outputCount))
                if let map = configuration.latentMap {
                    stack.add(
                        Convolution(
                            Self.posteriorName,
                            window: .same(
                                pyramid.sizes[channels.count], channels: channels[channels.count - 1], kernel: 1),
                            outputs: 2 * map.channels, activation: .identity, in: &layout))
                    stack.add(ChannelSplit(positions: map.positions, channels: map.channels))
                    return
                }
            }
            stack.add(
                Dense(
                    Self.posteriorName, inputs: stack.outputCount, outputs: 2 * configuration.latentCount,
                    activation: .identity, in: &layout))
        }
    }
}
