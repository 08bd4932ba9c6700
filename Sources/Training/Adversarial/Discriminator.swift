import GreyImages
import Kernels
import Layers

/// A network that scores patches of images. It maps `[images, pixels]` on -1...1 to one score per patch, which is high
/// if the patch looks real.
///
/// Each patch of 26 × 26 pixels has its own score, so texture counts everywhere in an image. The weights are kept at a
/// spectral norm of one (`SpectralNorms`), which bounds the slope of the scores. There is no normalisation, so an
/// image's scores depend on that image alone.
///
/// Source: Isola et al., 2017, arXiv:1611.07004 (patches); Miyato et al., 2018, arXiv:1802.05957 (spectral norm).
struct Discriminator: Sendable {
    let stacks: StackSet
    /// The parts, in order. Features are compared after each part but the last, which gives the scores.
    let parts: [StackSet.Place]
    let layout: ParameterLayout
    /// The weights, each with the estimate of its first left singular vector.
    let weights: [(weight: Slot, direction: Slot)]

    init(imageSize: ImageSize) {
        var layout = ParameterLayout()
        var weights: [(weight: Slot, direction: Slot)] = []
        var size = imageSize
        var channels = 1
        func convolution(_ name: String, outputs: Int, kernel: Int, stride: Int) -> Convolution {
            let window = ConvolutionWindow(
                height: size.height, width: size.width, channels: channels, kernel: kernel, stride: stride,
                padding: 1)
            let convolution = Convolution(
                "discriminator." + name, window: window, outputs: outputs, activation: .identity, in: &layout)
            weights.append(
                (
                    convolution.weight,
                    layout.add("discriminator.\(name).direction", shape: [outputs], .scaledNormal(fanIn: 1, gain: 1))
                ))
            size = ImageSize(width: window.outputWidth, height: window.outputHeight)
            channels = outputs
            return convolution
        }
        func part(_ name: String, outputs: Int, kernel: Int, stride: Int) -> LayerStack {
            LayerStack { stack in
                stack.add(convolution(name, outputs: outputs, kernel: kernel, stride: stride))
                stack.add(Nonlinearity(.leakyRelu, count: stack.outputCount))
            }
        }
        var stacks = StackSet()
        parts = [
            part("part1", outputs: 32, kernel: 4, stride: 2),
            part("part2", outputs: 64, kernel: 4, stride: 2),
            part("part3", outputs: 128, kernel: 3, stride: 1),
            LayerStack([convolution("scores", outputs: 1, kernel: 3, stride: 1)]),
        ].map { stacks.add($0) }
        self.stacks = stacks
        self.layout = layout
        self.weights = weights
    }

    /// The number of scores per image.
    var patchCount: Int { stacks[parts[parts.count - 1]].outputCount }
}
