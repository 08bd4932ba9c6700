import GreyImages
import Kernels
import Layers

/// Networks that score patches of images at several scales. They map `[images, pixels]` on -1...1 to one score per patch
/// and scale, which is high if the patch looks real.
///
/// Each patch of 26 × 26 pixels has its own score, so texture counts everywhere in an image. Another network scores large
/// images at half their size, so that the form of edges and organs counts too. The weights are kept at a spectral norm of
/// one (`SpectralNorms`), which bounds the slope of the scores. There is no normalisation, so an image's scores depend on
/// that image alone.
///
/// Source: Isola et al., 2017, arXiv:1611.07004 (patches); Wang et al., 2018, arXiv:1711.11585 (scales); Miyato et al.,
/// 2018, arXiv:1802.05957 (spectral norm).
struct Discriminator: Sendable {
    let stacks: StackSet
    /// The parts of all scales, each of which is a network from the images to the scores.
    let parts: [StackSet.Place]
    /// The places of each scale's parts. Features are compared after each part but a scale's last, which gives the scores.
    let scales: [Range<Int>]
    let layout: ParameterLayout
    /// The weights, each with the estimate of its first left singular vector.
    let weights: [(weight: Slot, direction: Slot)]

    /// The minimum side of images that are scored at half their size too.
    private static let minimumSideOfTwoScales = 96

    /// - Parameter minimumSideOfTwoScales: The minimum side of images that are scored at half their size too.
    init(imageSize: ImageSize, minimumSideOfTwoScales: Int = Self.minimumSideOfTwoScales) {
        var layout = ParameterLayout()
        var weights: [(weight: Slot, direction: Slot)] = []
        var size = imageSize
        var channels = 1
        var prefix = "discriminator."
        func convolution(_ name: String, outputs: Int, kernel: Int, stride: Int) -> Convolution {
            let window = ConvolutionWindow(
                height: size.height, width: size.width, channels: channels, kernel: kernel, stride: stride,
                padding: 1)
            let convolution = Convolution(
                prefix + name, window: window, outputs: outputs, activation: .identity, in: &layout)
            weights.append(
                (
                    convolution.weight,
                    layout.add("\(prefix)\(name).direction", shape: [outputs], .scaledNormal(fanIn: 1, gain: 1))
                ))
            size = ImageSize(width: window.outputWidth, height: window.outputHeight)
            channels = outputs
            return convolution
        }
        func part(_ name: String, outputs: Int, kernel: Int, stride: Int, reduced: Resampling? = nil) -> LayerStack {
            LayerStack { stack in
                if let reduced { stack.add(reduced) }
                stack.add(convolution(name, outputs: outputs, kernel: kernel, stride: stride))
                stack.add(Nonlinearity(.leakyRelu, count: stack.outputCount))
            }
        }
        var stacks = StackSet()
        var parts: [StackSet.Place] = []
        var scales: [Range<Int>] = []
        func addScale(reduced: Resampling? = nil) {
            let first = parts.count
            parts += [
                part("part1", outputs: 32, kernel: 4, stride: 2, reduced: reduced),
                part("part2", outputs: 64, kernel: 4, stride: 2),
                part("part3", outputs: 128, kernel: 3, stride: 1),
                LayerStack([convolution("scores", outputs: 1, kernel: 3, stride: 1)]),
            ].map { stacks.add($0) }
            scales.append(first..<parts.count)
        }
        addScale()
        if min(imageSize.width, imageSize.height) >= minimumSideOfTwoScales {
            size = ImageSize(width: (imageSize.width + 1) / 2, height: (imageSize.height + 1) / 2)
            (channels, prefix) = (1, "discriminator.half.")
            addScale(reduced: Resampling(shrinking: imageSize.sides, to: size.sides, channels: 1))
        }
        (self.stacks, self.parts, self.scales) = (stacks, parts, scales)
        self.layout = layout
        self.weights = weights
    }

    /// The number of an image's scores at a scale.
    func patchCount(_ scale: Range<Int>) -> Int { stacks[parts[scale.upperBound - 1]].outputCount }
}
