import Kernels
import Layers

extension Discriminator {
    /// The memory for a pass over up to `capacity` images, allocated once.
    struct Workspace: Sendable {
        let parts: [StackWorkspace]
        /// The gradients of the parts' outputs, `[capacity, outputCount]`.
        let gradients: [Buffer]
        /// What a part gives to the gradient of its input, `[capacity, inputCount]`.
        let inputGradients: [Buffer]

        init(_ discriminator: Discriminator, capacity: Int) {
            parts = discriminator.parts.map { StackWorkspace($0, capacity: capacity, backward: true) }
            gradients = discriminator.parts.map { Buffer(count: capacity * $0.outputCount) }
            inputGradients = discriminator.parts.map { Buffer(count: capacity * $0.inputCount) }
        }
    }

    /// Parameters laid out for the passes.
    struct Weights: Sendable {
        let parts: [StackWeights]
        private let packing: StackPacking

        init(_ discriminator: Discriminator, parameters: Arena) {
            parts = discriminator.parts.map {
                StackWeights($0, parameters: parameters, backward: true, needsInputGradient: true)
            }
            packing = StackPacking(parts)
        }

        func pack(pool: WorkerPool) { packing.pack(pool: pool) }
    }

    /// The scores `[images, patchCount]` of images `[images, pixels]`; the features stay in the workspace.
    func forward(_ images: Buffer, count: Int, weights: Weights, workspace: Workspace) -> Buffer {
        var current = images
        for (index, part) in parts.enumerated() {
            current = part.forward(
                current, images: count, weights: weights.parts[index], workspace: workspace.parts[index])
        }
        return current
    }

    /// The features after a part other than the last, of the last forward pass.
    func features(_ part: Int, count: Int, _ workspace: Workspace) -> Buffer {
        workspace.parts[part].output(of: parts[part], images: count)
    }

    /// Goes back through the last forward pass from the gradients in the workspace: those of the scores, and of the
    /// features too where `addsFeatures`.
    ///
    /// - parameters: where the parameters' gradients go; nil where only the images' is wanted.
    func backward(
        _ images: Buffer, count: Int, weights: Weights, workspace: Workspace,
        parameters: (lane: Arena, records: [StackRecord])?, addsFeatures: Bool, into imageGradient: Buffer?
    ) {
        for index in parts.indices.reversed() {
            let part = parts[index]
            let input = index > 0 ? features(index - 1, count: count, workspace) : images
            // A part's gradient is set by the one after it; what the features add is laid beside it meanwhile.
            let target = index > 0 ? workspace.inputGradients[index].prefix(count * part.inputCount) : imageGradient
            part.backward(
                workspace.gradients[index].prefix(count * part.outputCount), input: input, images: count,
                weights: weights.parts[index],
                parameters: parameters.map {
                    StackGradients(lane: $0.lane, record: $0.records[index], firstImage: 0)
                },
                workspace: workspace.parts[index], into: target)
            guard index > 0, let target else { continue }
            let place = workspace.gradients[index - 1].prefix(target.count)
            if addsFeatures {
                KernelSet.current.add(target, to: place)
            } else {
                place.copy(from: target)
            }
        }
    }
}
