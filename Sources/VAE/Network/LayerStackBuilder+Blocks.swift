import GreyImages
import Kernels
import Layers

extension LayerStackBuilder {
    /// Adds a dense layer and its activation.
    mutating func addDense(
        _ name: String, inputs: Int, outputs: Int, _ activation: HiddenActivation, in layout: inout ParameterLayout
    ) {
        // The rectifier is part of the product.
        add(
            Dense(
                name, inputs: inputs, outputs: activation == .gated ? 2 * outputs : outputs,
                activation: activation == .relu ? .relu : .identity, in: &layout))
        switch activation {
        case .relu: break
        case .tanh: add(Nonlinearity(.tanh, count: outputs))
        case .silu: add(Nonlinearity(.silu, count: outputs))
        case .gated: add(Gate(count: outputs))
        }
    }

    /// Adds x + convolution(silu(convolution(silu(x)))) with 3×3 convolutions and without normalisation. The second
    /// convolution starts small, so that a deep stack starts near the identity.
    ///
    /// Source: He et al., 2016, arXiv:1603.05027; Zhang et al., 2019, arXiv:1901.09321.
    mutating func addResidualBlock(
        _ name: String, size: ImageSize, channels: Int, in layout: inout ParameterLayout
    ) {
        let window = ConvolutionWindow.same(size, channels: channels, kernel: 3)
        let count = size.pixelCount * channels
        addResidual { block in
            block.add(Nonlinearity(.silu, count: count))
            block.add(
                Convolution(
                    name + ".convolution1", window: window, outputs: channels, activation: .identity, in: &layout))
            block.add(Nonlinearity(.silu, count: count))
            block.add(
                Convolution(
                    name + ".convolution2", window: window, outputs: channels, initialScale: 0.1,
                    in: &layout))
        }
    }
}

extension LayerStackBuilder {
    /// Adds the layers that bring a map from one level of a pyramid to the next larger one.
    ///
    /// - Parameters:
    ///   - level: The larger level. At level 0 the outputs are those of single pixels.
    ///   - channels: The channels of the smaller map and of the larger one.
    mutating func addEnlargement(
        _ name: String, _ upsampling: Upsampling, _ pyramid: Pyramid, to level: Int,
        channels: (smaller: Int, larger: Int), in layout: inout ParameterLayout
    ) {
        let (small, large) = (pyramid.sizes[level + 1], pyramid.sizes[level])
        switch upsampling {
        case .transposed:
            add(
                Convolution(
                    transposed: name, inputs: channels.smaller,
                    window: pyramid.window(level, channels: channels.larger), activation: .identity, in: &layout))
        case .resized where level == 0:
            // At full size a convolution would cost as much as all other layers, and keep as much memory.
            add(
                Convolution(
                    name, window: .same(small, channels: channels.smaller, kernel: 3), outputs: 4 * channels.larger,
                    activation: .identity, in: &layout))
            add(PixelFold(unfoldingTo: large.height, width: large.width, channels: channels.larger))
        case .resized:
            add(Resampling(growing: small.sides, to: large.sides, channels: channels.smaller))
            add(
                Convolution(
                    name, window: .same(large, channels: channels.smaller, kernel: 3), outputs: channels.larger,
                    activation: .identity, in: &layout))
        }
    }
}

extension ConvolutionWindow {
    /// An odd window of stride 1, which keeps the image's size.
    static func same(_ size: ImageSize, channels: Int, kernel: Int) -> ConvolutionWindow {
        ConvolutionWindow(
            height: size.height, width: size.width, channels: channels, kernel: kernel, stride: 1,
            padding: kernel / 2)
    }
}
