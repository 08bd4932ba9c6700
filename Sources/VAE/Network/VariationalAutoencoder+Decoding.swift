import Kernels
import Layers

/// The decoder of a flat network by itself, for the latents and images that stand in a lane's workspace. It is what
/// trains a decoder while the encoder stays as it is.
///
/// - Precondition: The likelihood is a `MeanFirstLikelihood`.
extension VariationalAutoencoder {
    /// The likelihood, where the first of each pixel's outputs is its mean.
    package var meanFirstLikelihood: (any MeanFirstLikelihood)? { likelihood as? any MeanFirstLikelihood }

    /// The parameters of the decoder's last layer, where it is a convolution.
    package var outputSlots: [Slot] { flat.decoder.stack.layers[outputConvolution].laneSlots }

    /// The last layer before a scale that all pixels share.
    private var outputLayer: Int {
        flat.decoder.stack.layers.count - (configuration.likelihood.sharesScale ? 2 : 1)
    }

    /// The last layer with parameters before such a scale. The layer after it may lay out its outputs as pixels.
    private var outputConvolution: Int {
        flat.decoder.stack.layers[outputLayer] is PixelFold ? outputLayer - 1 : outputLayer
    }

    /// The workspace's images on -1...1, `[images, pixels]`.
    package func targets(images: Int, workspace: LaneWorkspace) -> Buffer { networkInput(images, workspace) }

    /// The sum of the images' distortions, in nats, and `weight` times its gradient with respect to the outputs.
    package func distortion(
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

    /// Adds to a lane's arena the gradient of the decoder's last convolution.
    ///
    /// - Parameters:
    ///   - meansGradient: The gradient of the means, `[images, pixels]`.
    ///   - scratch: At least `[images, pixels, outputs of the convolution]`; changed.
    package func addOutputGradient(
        ofMeans meansGradient: Buffer, _ pass: NetworkPass, scratch: Buffer, to lane: Arena
    ) {
        let layer = flat.decoder.stack.layers[outputLayer]
        let outputGradient = scratch.prefix(pass.images * layer.outputCount)
        outputGradient.fill(0)
        // A scale that all pixels share comes after the convolution, which then gives the means alone.
        meanFirstLikelihood!.addMeansGradient(
            meansGradient, factor: 1, outputsPerPixel: layer.outputCount / pixelCount, to: outputGradient)
        pass.addGradients(
            flat.decoderPlace, ofLayers: outputConvolution...outputLayer, outputGradient, to: lane)
    }

    /// Runs the decoder's backward pass from the gradient of the outputs, which is changed, to the parameters.
    package func decodeBackward(_ outputGradient: Buffer, _ pass: NetworkPass, gradients: NetworkGradients) {
        pass.backward(
            flat.decoderPlace, outputGradient,
            input: pass.workspace.latents.prefix(pass.images * configuration.latentCount), gradients: gradients,
            into: nil)
    }
}
