import Kernels
import Layers

/// The evidence lower bound and its gradient, for the images that stand in a lane's workspace.
extension VariationalAutoencoder {
    /// The terms of the negative ELBO of the first `images` of the lane, with their gradient.
    ///
    /// Adds to `gradients` the derivative of weight · Σ over the images of (distortion + beta · rate).
    public func accumulateGradients(
        images: Int, parameters: Arena, beta: Double, weight: Double, workspace: LaneWorkspace, gradients: Arena
    ) -> [ImageTerms] {
        let (input, raw, noise, latents, rates) = posteriorDraw(images, parameters, workspace)
        let outputs = decoder.stack.forward(
            latents, images: images, parameters: parameters, workspace: workspace.decoder)
        let outputGradient = workspace.outputGradient.prefix(outputs.count)
        let terms = distortions(
            outputs, images, workspace, weight: Float(weight), gradient: outputGradient, rates: rates)

        let latentGradient = workspace.latentGradient.prefix(latents.count)
        decoder.stack.backward(
            outputGradient, input: latents, images: images, parameters: parameters, accumulating: gradients,
            workspace: workspace.decoder, into: latentGradient)
        let rawGradient = workspace.rawGradient.prefix(raw.count)
        reparameterization.backward(
            latentGradient, raw: raw, noise: noise, images: images, rateWeight: Float(weight * beta),
            into: rawGradient)
        encoder.stack.backward(
            rawGradient, input: input, images: images, parameters: parameters, accumulating: gradients,
            workspace: workspace.encoder, into: nil)
        return terms
    }

    /// The terms of the negative ELBO of the first `images` of the lane.
    public func terms(images: Int, parameters: Arena, workspace: LaneWorkspace) -> [ImageTerms] {
        let (_, _, _, latents, rates) = posteriorDraw(images, parameters, workspace)
        let outputs = decoder.stack.forward(
            latents, images: images, parameters: parameters, workspace: workspace.decoder)
        return distortions(outputs, images, workspace, weight: 0, gradient: nil, rates: rates)
    }

    /// The posteriors of the first `images` of the lane: `[images, 2 · latents]`, the log variances bounded.
    func posteriors(images: Int, parameters: Arena, workspace: LaneWorkspace) -> Buffer {
        let input = networkInput(images, workspace)
        let raw = encoder.stack.forward(input, images: images, parameters: parameters, workspace: workspace.encoder)
        let latentCount = configuration.latentCount
        for image in 0..<images {
            let logVariance = raw[row: image, of: 2 * latentCount][latentCount..<2 * latentCount]
            KernelSet.current.boundLogVariance(logVariance)
        }
        return raw
    }

    private func networkInput(_ images: Int, _ workspace: LaneWorkspace) -> Buffer {
        let count = images * pixelCount
        let input = workspace.input.prefix(count)
        KernelSet.current.scale(
            workspace.levels.prefix(count), by: 2 / Float(configuration.bitDepth.maximumLevel), offset: -1,
            into: input)
        return input
    }

    private func posteriorDraw(_ images: Int, _ parameters: Arena, _ workspace: LaneWorkspace)
        -> (input: Buffer, raw: Buffer, noise: Buffer, latents: Buffer, rates: [Double])
    {
        precondition(images <= workspace.capacity, "the images fit in the lane")
        let input = networkInput(images, workspace)
        let raw = encoder.stack.forward(input, images: images, parameters: parameters, workspace: workspace.encoder)
        let noise = workspace.noise.prefix(images * configuration.latentCount)
        let latents = workspace.latents.prefix(images * configuration.latentCount)
        let rates = reparameterization.forward(raw, noise: noise, images: images, into: latents)
        return (input, raw, noise, latents, rates)
    }

    private func distortions(
        _ outputs: Buffer, _ images: Int, _ workspace: LaneWorkspace, weight: Float, gradient: Buffer?,
        rates: [Double]
    ) -> [ImageTerms] {
        let outputCount = decoder.stack.outputCount
        return (0..<images).map { image in
            let distortion = likelihood.distortion(
                outputs: outputs[row: image, of: outputCount],
                levels: workspace.levels[row: image, of: pixelCount], weight: weight,
                gradient: gradient?[row: image, of: outputCount])
            return ImageTerms(distortion: distortion, rate: rates[image])
        }
    }
}
