import Kernels

/// Scales and shifts every channel by the pass's condition: output = input · (1 + scale) + shift.
///
/// - input, output: `[images, positions, channels]`
/// - condition: `[images, count]`, with the scales `[channels]` at `offset` and the shifts behind them
/// - Complexity: one traversal of the elements per pass.
///
/// Source: Perez et al., 2018, arXiv:1709.07871.
package struct Modulation: Layer {
    private let positions: Int
    private let channels: Int
    private let offset: Int

    package init(positions: Int, channels: Int, offset: Int) {
        self.positions = positions
        self.channels = channels
        self.offset = offset
    }

    /// The elements of the condition that one modulation reads.
    package static func conditionCount(channels: Int) -> Int { 2 * channels }

    package var inputCount: Int { positions * channels }
    package var outputCount: Int { positions * channels }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        let condition = requiredCondition(pass)
        for image in 0..<pass.images {
            let (scale, shift) = parts(condition.values, image, of: pass.images)
            KernelSet.current.modulate(
                input[row: image, of: inputCount], scale: scale, shift: shift,
                into: output[row: image, of: outputCount])
        }
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        let condition = requiredCondition(pass)
        guard let gradient = condition.gradient else {
            preconditionFailure("the gradient of the condition has a place")
        }
        for image in 0..<pass.images {
            let (scale, _) = parts(condition.values, image, of: pass.images)
            let (scaleGradient, shiftGradient) = parts(gradient, image, of: pass.images)
            KernelSet.current.modulateGradient(
                outputGradient[row: image, of: outputCount], input: input[row: image, of: inputCount], scale: scale,
                into: inputGradient?[row: image, of: inputCount], scaleGradient: scaleGradient,
                shiftGradient: shiftGradient)
        }
    }

    private func requiredCondition(_ pass: LayerPass) -> Condition {
        guard let condition = pass.condition else { preconditionFailure("the pass has a condition") }
        return condition
    }

    /// An image's scales and shifts, `[channels]` each.
    private func parts(_ condition: Buffer, _ image: Int, of images: Int) -> (scale: Buffer, shift: Buffer) {
        let start = image * (condition.count / images) + offset
        return (condition[start..<start + channels], condition[start + channels..<start + 2 * channels])
    }
}
