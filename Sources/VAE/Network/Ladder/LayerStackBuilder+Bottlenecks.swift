import GreyImages
import Kernels
import Layers

extension LayerStackBuilder {
    /// Adds a 1×1 convolution.
    mutating func addPointwise(
        _ name: String, size: ImageSize, from inputs: Int, to outputs: Int, in layout: inout ParameterLayout
    ) {
        add(
            Convolution(
                name, window: .same(size, channels: inputs, kernel: 1), outputs: outputs, activation: .identity,
                in: &layout))
    }

    /// Adds what follows a bottleneck's first convolution: convolution1×1(silu(convolution3×3(silu(x)))). At a single
    /// position both are 1×1.
    ///
    /// - Parameter initialScale: Multiplies the last convolution's starting weights.
    mutating func addBottleneckEnd(
        _ name: String, _ shape: Bottleneck, initialScale: Double, in layout: inout ParameterLayout
    ) {
        let (size, middle) = (shape.size, shape.middle)
        let count = size.pixelCount * middle
        add(Nonlinearity(.silu, count: count))
        add(
            Convolution(
                name + "2", window: .same(size, channels: middle, kernel: size.pixelCount == 1 ? 1 : 3),
                outputs: middle, activation: .identity, in: &layout))
        add(Nonlinearity(.silu, count: count))
        add(
            Convolution(
                name + "3", window: .same(size, channels: middle, kernel: 1), outputs: shape.outputs,
                initialScale: initialScale, in: &layout))
    }

    /// Adds x + bottleneck(x), with half the width in the middle. The bottleneck starts small, so that a deep stack starts
    /// near the identity.
    mutating func addBottleneckBlock(
        _ name: String, size: ImageSize, width: Int, in layout: inout ParameterLayout
    ) {
        addResidual { block in
            block.add(Nonlinearity(.silu, count: size.pixelCount * width))
            block.addPointwise(name + ".1", size: size, from: width, to: width / 2, in: &layout)
            block.addBottleneckEnd(
                name + ".", Bottleneck(size: size, middle: width / 2, outputs: width), initialScale: 0.1, in: &layout)
        }
    }
}
