import Kernels
import Layers

/// The evidence lower bound and its gradient, for the images that stand in a lane's workspace.
extension VariationalAutoencoder {
    /// The terms of the negative ELBO of the first `images` of the lane, with what the lane has to do for the gradient
    /// of weight · Σ over the images of (distortion + beta · rate).
    ///
    /// - lane: added to, in the `laneSlots` alone; the other slots' gradients are finished from the record.
    /// - firstImage: the lane's first image in the batch.
    /// - terms: of the batch's images.
    public func accumulateGradients(
        images: Int, weights: NetworkWeights, beta: Double, weight: Double, workspace: LaneWorkspace, lane: Arena,
        record: BatchRecord, firstImage: Int, into terms: SharedArray<ImageTerms>
    ) {
        let draw = posteriorDraw(images, weights, workspace)
        let outputs = decoder.stack.forward(
            draw.latents, images: images, weights: weights.decoder, workspace: workspace.decoder)
        let outputGradient = workspace.outputGradient.prefix(outputs.count)
        distortions(
            outputs, images, workspace, weight: Float(weight), gradient: outputGradient, firstImage: firstImage,
            into: terms)

        let latentGradient = workspace.latentGradient.prefix(draw.latents.count)
        decoder.stack.backward(
            outputGradient, input: draw.latents, images: images, weights: weights.decoder,
            parameters: StackGradients(lane: lane, record: record.decoder, firstImage: firstImage),
            workspace: workspace.decoder, into: latentGradient)
        let rawGradient = workspace.rawGradient.prefix(draw.raw.count)
        reparameterization.backward(
            latentGradient, raw: draw.raw, noise: draw.noise, images: images, rateWeight: Float(weight * beta),
            into: rawGradient)
        encoder.stack.backward(
            rawGradient, input: draw.input, images: images, weights: weights.encoder,
            parameters: StackGradients(lane: lane, record: record.encoder, firstImage: firstImage),
            workspace: workspace.encoder, into: nil)
    }

    /// The slots whose gradients every lane adds up in an arena of its own.
    public var laneSlots: [Slot] { encoder.stack.laneSlots + decoder.stack.laneSlots }

    /// The terms of the negative ELBO of the first `images` of the lane.
    public func terms(
        images: Int, weights: NetworkWeights, workspace: LaneWorkspace, firstImage: Int,
        into terms: SharedArray<ImageTerms>
    ) {
        let draw = posteriorDraw(images, weights, workspace)
        let outputs = decoder.stack.forward(
            draw.latents, images: images, weights: weights.decoder, workspace: workspace.decoder)
        distortions(
            outputs, images, workspace, weight: 0, gradient: nil, firstImage: firstImage, into: terms)
    }

    /// The posteriors of the first `images` of the lane: `[images, 2 · latents]`, the log variances bounded.
    func posteriors(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) -> Buffer {
        let input = networkInput(images, workspace)
        let raw = encoder.stack.forward(
            input, images: images, weights: weights.encoder, workspace: workspace.encoder)
        let latentCount = configuration.latentCount
        for image in 0..<images {
            let logVariance = raw[row: image, of: 2 * latentCount][latentCount..<2 * latentCount]
            KernelSet.current.boundLogVariance(logVariance)
        }
        return raw
    }

    func networkInput(_ images: Int, _ workspace: LaneWorkspace) -> Buffer {
        let count = images * pixelCount
        let input = workspace.input.prefix(count)
        KernelSet.current.scale(
            workspace.levels.prefix(count), by: 2 / Float(configuration.bitDepth.maximumLevel), offset: -1,
            into: input)
        return input
    }

    /// What a forward pass through the encoder and a draw leave in the workspace; the rates stand there too.
    private struct PosteriorDraw {
        let input: Buffer
        let raw: Buffer
        let noise: Buffer
        let latents: Buffer
    }

    private func posteriorDraw(
        _ images: Int, _ weights: NetworkWeights, _ workspace: LaneWorkspace
    ) -> PosteriorDraw {
        precondition(images <= workspace.capacity, "the images fit in the lane")
        let input = networkInput(images, workspace)
        let raw = encoder.stack.forward(
            input, images: images, weights: weights.encoder, workspace: workspace.encoder)
        let noise = workspace.noise.prefix(images * configuration.latentCount)
        let latents = workspace.latents.prefix(images * configuration.latentCount)
        reparameterization.forward(raw, noise: noise, images: images, rates: workspace.rates, into: latents)
        return PosteriorDraw(input: input, raw: raw, noise: noise, latents: latents)
    }

    private func distortions(
        _ outputs: Buffer, _ images: Int, _ workspace: LaneWorkspace, weight: Float, gradient: Buffer?,
        firstImage: Int, into terms: SharedArray<ImageTerms>
    ) {
        let outputCount = decoder.stack.outputCount
        for image in 0..<images {
            let distortion = likelihood.distortion(
                outputs: outputs[row: image, of: outputCount],
                levels: workspace.levels[row: image, of: pixelCount], weight: weight,
                gradient: gradient?[row: image, of: outputCount])
            terms[firstImage + image] = ImageTerms(distortion: distortion, rate: workspace.rates[image])
        }
    }
}
