import Kernels
import Layers

extension Discriminator {
    /// The memory for a pass over up to `capacity` images, allocated once.
    struct Workspace: Sendable {
        let stacks: StackSetWorkspace
        /// The gradients of the parts' outputs, `[capacity, outputCount]`.
        let gradients: [Buffer]
        /// A part's contribution to the gradient of its input, `[capacity, inputCount]`.
        let inputGradients: [Buffer]

        init(_ discriminator: Discriminator, capacity: Int) {
            stacks = StackSetWorkspace(discriminator.stacks, capacity: capacity, backward: true)
            gradients = discriminator.stacks.stacks.map { Buffer(count: capacity * $0.outputCount) }
            inputGradients = discriminator.stacks.stacks.map { Buffer(count: capacity * $0.inputCount) }
        }
    }

    /// A forward and backward pass over a batch's images.
    struct Pass {
        let workspace: Workspace
        fileprivate let stacks: StackSetPass

        init(_ discriminator: Discriminator, images: Int, weights: StackSetWeights, workspace: Workspace) {
            self.workspace = workspace
            stacks = StackSetPass(
                discriminator.stacks, images: images, weights: weights, workspace: workspace.stacks)
        }
    }

    /// Computes the scores of images `[images, pixels]` at all scales. They stay in the workspace, as the features do.
    func forward(_ images: Buffer, _ pass: Pass) {
        for scale in scales {
            _ = parts[scale].reduce(images) { current, part in pass.stacks.forward(part, current) }
        }
    }

    /// The scores `[images, patchCount]` at a scale in the last forward pass.
    func scores(_ scale: Range<Int>, _ pass: Pass) -> Buffer { features(scale.upperBound - 1, pass) }

    /// The output of a part in the last forward pass.
    func features(_ part: Int, _ pass: Pass) -> Buffer { pass.stacks.output(parts[part]) }

    /// Runs the backward pass of the last forward pass. It starts from the gradients of the scores in the workspace,
    /// and also from those of the features if `addsFeatures` is true.
    ///
    /// - Parameters:
    ///   - images: The images of the forward pass, `[images, pixels]`.
    ///   - gradients: The gradients of the parameters to add to; nil to compute only the images' gradient.
    ///   - imageGradient: The destination of the images' gradient, `[images, pixels]`; nil if it is not needed.
    func backward(
        _ images: Buffer, _ pass: Pass, gradients: StackSetGradients?, addsFeatures: Bool,
        into imageGradient: Buffer?
    ) {
        for (number, scale) in scales.enumerated() {
            // The first scale sets the images' gradient, and the others add to it.
            let target = imageGradient.map { number == 0 ? $0 : pass.workspace.inputGradients[scale.lowerBound] }
            backward(
                scale, images, pass, gradients: gradients, addsFeatures: addsFeatures,
                into: target?.prefix(images.count))
            if number > 0, let imageGradient, let target {
                KernelSet.current.add(target.prefix(images.count), to: imageGradient)
            }
        }
    }

    private func backward(
        _ scale: Range<Int>, _ images: Buffer, _ pass: Pass, gradients: StackSetGradients?, addsFeatures: Bool,
        into imageGradient: Buffer?
    ) {
        let (workspace, count) = (pass.workspace, pass.stacks.images)
        for index in scale.reversed() {
            let part = stacks[parts[index]]
            let isFirst = index == scale.lowerBound
            let input = isFirst ? images : features(index - 1, pass)
            // The gradient of this part's input replaces the gradient of the features before it, or is added to it.
            let target = isFirst ? imageGradient : workspace.inputGradients[index].prefix(count * part.inputCount)
            pass.stacks.backward(
                parts[index], workspace.gradients[index].prefix(count * part.outputCount), input: input,
                gradients: gradients, into: target)
            guard !isFirst, let target else { continue }
            let place = workspace.gradients[index - 1].prefix(target.count)
            if addsFeatures {
                KernelSet.current.add(target, to: place)
            } else {
                place.copy(from: target)
            }
        }
    }
}
