import Kernels

/// The weights of all layers of a stack, packed for their passes.
package struct StackWeights: Sendable {
    let layers: [LayerWeights]
    private let jobs: [Job]

    private struct Job: Sendable {
        let layer: any Layer
        let direction: PassDirection
        let weights: LayerWeights
    }

    /// Takes memory for the weights; packing fills it.
    ///
    /// - Parameters:
    ///   - parameters: Read whenever the weights are packed.
    ///   - backward: Whether backward passes are meant too.
    ///   - needsInputGradient: Whether backward passes compute the gradient of the stack's input.
    init(_ stack: LayerStack, parameters: Arena, backward: Bool, needsInputGradient: Bool) {
        var jobs: [Job] = []
        layers = stack.layers.enumerated().map { index, layer in
            let goesBack = backward && (index > 0 || needsInputGradient)
            let weights = LayerWeights(
                parameters: parameters, forward: Buffer(count: layer.panelCount(.forward)),
                backward: Buffer(count: goesBack ? layer.panelCount(.backward) : 0))
            jobs.append(Job(layer: layer, direction: .forward, weights: weights))
            if goesBack { jobs.append(Job(layer: layer, direction: .backward, weights: weights)) }
            return weights
        }
        self.jobs = jobs
    }

    /// The number of parts of the packing, which may run in any order.
    var partCount: Int { jobs.count }

    /// Packs one layer's weights for one direction, as the parameters are now.
    func pack(part: Int) {
        let job = jobs[part]
        job.layer.pack(job.weights.parameters, for: job.direction, into: job.weights[job.direction])
    }
}
