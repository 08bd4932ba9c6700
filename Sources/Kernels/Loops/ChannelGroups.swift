import CKernels

/// The shape of images `[positions, channels]` whose neighbouring channels form groups that are normalised together.
///
/// Source: Wu & He, 2018, arXiv:1803.08494.
package struct ChannelGroups: Sendable, Hashable {
    package let positions: Int
    package let channels: Int
    package let groups: Int

    package init(positions: Int, channels: Int, groups: Int) {
        precondition(positions > 0 && channels > 0, "an image has elements")
        precondition(groups > 0 && channels % groups == 0, "all groups have the same number of channels")
        self.positions = positions
        self.channels = channels
        self.groups = groups
    }

    /// Floats of one image.
    package var count: Int { positions * channels }

    /// Floats of scratch memory.
    package var scratchCount: Int { 4 * channels }

    /// `output = (input - mean) / deviation · scale + shift` with each group's mean and deviation in each image.
    ///
    /// - Parameters:
    ///   - input: `[images, positions, channels]`
    ///   - scale: `[channels]`.
    ///   - shift: `[channels]`.
    ///   - output: `[images, positions, channels]`
    package func normalize(
        _ input: Buffer, images: Int, scale: Buffer, shift: Buffer, scratch: Buffer, into output: Buffer,
        kernels: KernelSet = .current
    ) {
        precondition(input.count >= images * count && output.count >= images * count, "whole images")
        precondition(scale.count == channels && shift.count == channels && scratch.count >= scratchCount)
        var shape = grisaille_groups(positions: positions, channels: channels, groups: groups)
        for image in 0..<images {
            kernels.loops.group_normalize(
                output.base + image * count, input.base + image * count, scale.base, shift.base, &shape, scratch.base)
        }
    }

    /// Sets the input's gradient, unless it is nil, and adds to those of the scale and the shift.
    ///
    /// - Parameters:
    ///   - outputGradient: `[images, positions, channels]`. The other buffers are `[channels]`.
    ///   - input: `[images, positions, channels]`
    ///   - inputGradient: `[images, positions, channels]`
    package func gradient(
        _ outputGradient: Buffer, input: Buffer, images: Int, scale: Buffer, addingToScale scaleGradient: Buffer,
        shift shiftGradient: Buffer, scratch: Buffer, into inputGradient: Buffer?, kernels: KernelSet = .current
    ) {
        precondition(input.count >= images * count && outputGradient.count >= images * count, "whole images")
        precondition(inputGradient.map { $0.count >= images * count } ?? true, "whole images")
        precondition(scale.count == channels && scratch.count >= scratchCount)
        precondition(scaleGradient.count == channels && shiftGradient.count == channels)
        var shape = grisaille_groups(positions: positions, channels: channels, groups: groups)
        for image in 0..<images {
            kernels.loops.group_normalize_gradient(
                inputGradient.map { $0.base + image * count }, scaleGradient.base, shiftGradient.base,
                outputGradient.base + image * count, input.base + image * count, scale.base, &shape, scratch.base)
        }
    }
}
