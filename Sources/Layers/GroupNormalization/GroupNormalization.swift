import Kernels

/// Normalisation of groups of channels, output = (input - mean) / √(variance + 10⁻⁵) · scale + shift, with the mean and
/// variance of each image and group over all positions and the group's channels.
///
/// It looks at one image at a time, so it is the same in training and afterwards, and whatever the batch.
///
/// - input, output: `[images, positions, channels]`
/// - Complexity: three passes over the elements forward, four backward.
///
/// Source: Wu & He, 2018, arXiv:1803.08494.
public struct GroupNormalization: Layer {
    let scale: Slot  // [channels]
    let shift: Slot  // [channels]
    private let groups: ChannelGroups

    public init(
        _ name: String, positions: Int, channels: Int, groups: Int, in layout: inout ParameterLayout
    ) {
        self.groups = ChannelGroups(positions: positions, channels: channels, groups: groups)
        scale = layout.add(name + ".scale", shape: [channels], .constant(1))
        shift = layout.add(name + ".shift", shape: [channels], .zeros)
    }

    public var inputCount: Int { groups.count }
    public var outputCount: Int { groups.count }
    public var forwardOperations: Int { 0 }
    public var laneSlots: [Slot] { [scale, shift] }
    public func panelCount(_ pass: Pass) -> Int { 0 }
    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {}
    public func scratchCount(images: Int) -> Int { groups.scratchCount + scale.count }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        groups.normalize(
            input, images: images, scale: weights.parameters[scale], shift: weights.parameters[shift],
            scratch: scratch, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        // Where nobody asks for the parameters' gradients, what is added to is thrown away.
        let end = groups.scratchCount
        groups.gradient(
            outputGradient, input: input, images: images, scale: weights.parameters[scale],
            addingToScale: gradients?.lane[scale] ?? scratch[end..<end + scale.count],
            shift: gradients?.lane[shift] ?? scratch[end..<end + scale.count], scratch: scratch.prefix(end),
            into: inputGradient)
    }
}
