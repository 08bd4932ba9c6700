import Kernels

/// Normalisation of groups of channels, output = (input - mean) / √(variance + 10⁻⁵) · scale + shift, with the mean and
/// variance of each image and group over all positions and the group's channels.
///
/// It works on one image at a time, so training, evaluation and batches of any size give the same results.
///
/// - input, output: `[images, positions, channels]`
/// - Complexity: three traversals of the elements forward, four backward.
///
/// Source: Wu & He, 2018, arXiv:1803.08494.
package struct GroupNormalization: Layer {
    let scale: Slot  // [channels]
    let shift: Slot  // [channels]
    private let groups: ChannelGroups

    package init(_ name: String, positions: Int, channels: Int, groups: Int, in layout: inout ParameterLayout) {
        self.groups = ChannelGroups(positions: positions, channels: channels, groups: groups)
        scale = layout.add(name + ".scale", shape: [channels], .constant(1))
        shift = layout.add(name + ".shift", shape: [channels], .zeros)
    }

    package var inputCount: Int { groups.count }
    package var outputCount: Int { groups.count }
    package var laneSlots: [Slot] { [scale, shift] }
    package func scratchCount(images: Int) -> Int { groups.scratchCount + scale.count }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        groups.normalize(
            input, images: pass.images, scale: pass.parameter(scale), shift: pass.parameter(shift),
            scratch: pass.scratch, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        // Where the parameters' gradients are not needed, they are added to scratch memory.
        let end = groups.scratchCount
        let unused = pass.scratch[end..<end + scale.count]
        let lane = pass.gradients?.lane
        groups.gradient(
            outputGradient, input: input, images: pass.images, scale: pass.parameter(scale),
            addingToScale: lane?[scale] ?? unused, shift: lane?[shift] ?? unused, scratch: pass.scratch.prefix(end),
            into: inputGradient)
    }
}
