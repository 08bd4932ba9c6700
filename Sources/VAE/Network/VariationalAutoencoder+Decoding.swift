import Kernels
import Layers

/// The decoder of a flat network alone, for the latents and images that stand in a lane's workspace: what refines a decoder whose encoder
/// rests.
extension VariationalAutoencoder {
    /// Whether the first of a pixel's outputs is its mean on -1...1.
    public var outputsMeans: Bool { [.logistic, .gaussian].contains(configuration.likelihood) }

    /// The parameters of the decoder's last layer, where it is a convolution.
    public var outputSlots: [Slot] { flat.decoder.stack.layers[outputLayer].laneSlots }

    private var outputLayer: Int {
        flat.decoder.stack.layers.count - (configuration.likelihood.sharesScale ? 2 : 1)
    }

    /// The workspace's images on -1...1, `[images, pixels]`.
    public func targets(images: Int, workspace: LaneWorkspace) -> Buffer { networkInput(images, workspace) }

    /// Σ over the images of their distortions, in nats, and its gradient by the outputs, times weight.
    public func distortion(
        of outputs: Buffer, images: Int, workspace: LaneWorkspace, weight: Float
    ) -> (sum: Double, gradient: Buffer) {
        let gradient = workspace.outputGradient.prefix(outputs.count)
        var sum = 0.0
        for image in 0..<images {
            sum += likelihood.distortion(
                outputs: outputs[row: image, of: outputCount],
                levels: workspace.levels[row: image, of: pixelCount], weight: weight,
                gradient: gradient[row: image, of: outputCount])
        }
        return (sum, gradient)
    }

    /// The means `[images, pixels]` among outputs.
    public func copyMeans(of outputs: Buffer, into means: Buffer) {
        KernelSet.current.strided(outputs, step: likelihood.outputsPerPixel, into: means)
    }

    /// Adds the gradient of means `[images, pixels]` to that of the outputs.
    public func addMeansGradient(_ gradient: Buffer, factor: Float, to outputGradient: Buffer) {
        KernelSet.current.addStrided(
            gradient, factor: factor, step: likelihood.outputsPerPixel, to: outputGradient)
    }

    /// Adds to a lane's arena the gradient that the decoder's last convolution has of a gradient of the means.
    ///
    /// - scratch: `[images, pixels, outputs of the convolution]` and more, used up.
    public func addOutputGradient(
        ofMeansGradient gradient: Buffer, images: Int, weights: NetworkWeights, workspace: LaneWorkspace,
        record: BatchRecord, scratch: Buffer, lane: Arena
    ) {
        let layer = flat.decoder.stack.layers[outputLayer]
        let outputGradient = scratch.prefix(images * layer.outputCount)
        outputGradient.fill(0)
        KernelSet.current.addStrided(
            gradient, factor: 1, step: layer.outputCount / pixelCount, to: outputGradient)
        let place = flat.decoderPlace
        flat.decoder.stack.addGradients(
            ofLayer: outputLayer, outputGradient, images: images, weights: weights.stacks[place],
            parameters: StackGradients(lane: lane, record: record.stacks[place], firstImage: 0),
            workspace: workspace.stacks[place])
    }

    /// Goes back through the decoder from the outputs' gradient, which is used up, to its parameters.
    public func decodeBackward(
        _ outputGradient: Buffer, images: Int, weights: NetworkWeights, workspace: LaneWorkspace,
        gradients: NetworkGradients
    ) {
        pass(images, weights, workspace).backward(
            flat.decoderPlace, outputGradient, input: workspace.latents.prefix(images * configuration.latentCount),
            gradients: gradients, into: nil)
    }
}
