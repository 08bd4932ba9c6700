import Kernels

/// Scales and shifts every channel as the condition says: output = input · (1 + scale) + shift.
///
/// - input, output: `[images, positions, channels]`
/// - condition: `[images, count]`, the scales at `offset`, `[channels]`, and the shifts behind them
///
/// Source: Perez et al., 2018, arXiv:1709.07871.
public struct Modulation: ConditionedLayer {
    private let positions: Int
    private let channels: Int
    private let offset: Int

    public init(positions: Int, channels: Int, offset: Int) {
        self.positions = positions
        self.channels = channels
        self.offset = offset
    }

    /// The elements of the condition that one such layer reads.
    public static func conditionCount(channels: Int) -> Int { 2 * channels }

    public var inputCount: Int { positions * channels }
    public var outputCount: Int { positions * channels }

    public func forward(_ input: Buffer, condition: Buffer, images: Int, into output: Buffer) {
        for image in 0..<images {
            let (scale, shift) = parts(condition, image, of: images)
            KernelSet.current.modulate(
                input[image..<image + 1, each: inputCount], scale: scale, shift: shift,
                into: output[image..<image + 1, each: outputCount])
        }
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, condition: Buffer, images: Int, into inputGradient: Buffer?,
        conditionGradient: Buffer
    ) {
        for image in 0..<images {
            let (scale, _) = parts(condition, image, of: images)
            let (scaleGradient, shiftGradient) = parts(conditionGradient, image, of: images)
            KernelSet.current.modulateGradient(
                outputGradient[image..<image + 1, each: outputCount],
                input: input[image..<image + 1, each: inputCount], scale: scale,
                into: inputGradient?[image..<image + 1, each: inputCount], scaleGradient: scaleGradient,
                shiftGradient: shiftGradient)
        }
    }

    /// `[channels]` each.
    private func parts(_ condition: Buffer, _ image: Int, of images: Int) -> (scale: Buffer, shift: Buffer) {
        let start = image * (condition.count / images) + offset
        return (condition[start..<start + channels], condition[start + channels..<start + 2 * channels])
    }
}
