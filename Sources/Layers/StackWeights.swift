import Kernels

/// The weights of all layers of a stack, laid out for their passes.
public struct StackWeights: Sendable {
    let layers: [LayerWeights]
    private let jobs: [Job]

    private struct Job: Sendable {
        let layer: any Layer
        let pass: Pass
        let weights: LayerWeights
    }

    /// Memory for the weights; `pack` fills it.
    ///
    /// - parameters: read at every `pack`.
    /// - backward: whether backward passes are meant too.
    /// - needsInputGradient: whether the backward pass through the first layer goes on to its input.
    public init(_ stack: LayerStack, parameters: Arena, backward: Bool, needsInputGradient: Bool) {
        var jobs: [Job] = []
        layers = stack.layers.enumerated().map { index, layer in
            let goesBack = backward && (index > 0 || needsInputGradient)
            let weights = LayerWeights(
                parameters: parameters, forward: Buffer(count: layer.panelCount(.forward)),
                backward: Buffer(count: goesBack ? layer.panelCount(.backward) : 0))
            jobs.append(Job(layer: layer, pass: .forward, weights: weights))
            if goesBack { jobs.append(Job(layer: layer, pass: .backward, weights: weights)) }
            return weights
        }
        self.jobs = jobs
    }

    /// The parts of the packing, of any order.
    public var partCount: Int { jobs.count }

    /// Lays out one layer's weights for one pass, as the parameters are now.
    public func pack(part: Int) {
        let job = jobs[part]
        job.layer.pack(job.weights.parameters, for: job.pass, into: job.weights[job.pass])
    }
}
