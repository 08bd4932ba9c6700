import Kernels
import Layers

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The evidence lower bound and its gradient, for the images that stand in a lane's workspace.
extension VariationalAutoencoder {
    /// The terms of the negative ELBO of the lane's first images, with what the lane has to do for the gradient of
    /// weight · Σ over the images of the objective: distortion + beta · rate of one draw, or of several
    /// -log (mean of exp(-distortion - beta · rate)).
    ///
    /// - rows: the images in the lane; of several draws as many copies of each image, one after the other.
    /// - terms: of the batch's images; the means over an image's draws.
    public func accumulateGradients(
        rows: Int, weights: NetworkWeights, objective: TrainingObjective, weight: Double, workspace: LaneWorkspace,
        gradients: NetworkGradients, into terms: SharedArray<ImageTerms>
    ) {
        var pass = pass(rows, weights, workspace)
        pass.freeNats = objective.freeNats
        let input = networkInput(rows, workspace)
        structure.encode(input, pass)
        let outputs = structure.draw(pass, rate: objective.rateEstimate)
        let outputGradient = workspace.outputGradient.prefix(outputs.count)
        if objective.importanceSamples > 1 {
            distortions(outputs, rows, workspace, gradient: nil)
            weighDraws(rows, objective, weight: weight, workspace)
        } else {
            for row in 0..<rows { workspace.imageWeights[row] = weight }
        }
        distortions(outputs, rows, workspace, gradient: outputGradient)
        for row in 0..<rows {
            workspace.rateWeights[row] = Float(workspace.imageWeights[row] * objective.beta)
        }
        let draws = objective.importanceSamples
        for image in 0..<rows / draws {
            terms[gradients.firstImage / draws + image] = meanTerms(image * draws..<(image + 1) * draws, workspace)
        }
        structure.backward(outputGradient, input: input, pass, rate: objective.rateEstimate, gradients: gradients)
    }

    /// Every draw's share of its image's gradient: its importance weight, normalised.
    private func weighDraws(_ rows: Int, _ objective: TrainingObjective, weight: Double, _ workspace: LaneWorkspace) {
        let draws = objective.importanceSamples
        precondition(rows % draws == 0, "all draws of an image are in one lane")
        func logWeight(_ row: Int) -> Double { -workspace.distortions[row] - objective.beta * workspace.rate(row) }
        for first in stride(from: 0, to: rows, by: draws) {
            var (top, sum) = (-Double.infinity, 0.0)
            for row in first..<first + draws { top = max(top, logWeight(row)) }
            for row in first..<first + draws { sum += exp(logWeight(row) - top) }
            for row in first..<first + draws {
                workspace.imageWeights[row] = weight * exp(logWeight(row) - top) / sum
            }
        }
    }

    private func meanTerms(_ rows: Range<Int>, _ workspace: LaneWorkspace) -> ImageTerms {
        var mean = ImageTerms(distortion: 0, rate: 0)
        for row in rows {
            mean.distortion += workspace.distortions[row] / Double(rows.count)
            mean.rate += workspace.rate(row) / Double(rows.count)
        }
        return mean
    }

    /// The terms of the negative ELBO of the first `images` of the lane.
    public func terms(
        images: Int, weights: NetworkWeights, workspace: LaneWorkspace, firstImage: Int,
        into terms: SharedArray<ImageTerms>
    ) {
        let pass = pass(images, weights, workspace)
        structure.encode(networkInput(images, workspace), pass)
        distortions(structure.draw(pass, rate: .exact), images, workspace, gradient: nil)
        for image in 0..<images { terms[firstImage + image] = meanTerms(image..<image + 1, workspace) }
    }

    /// Reads the images that stand in the lane for any number of draws.
    func encode(rows: Int, weights: NetworkWeights, workspace: LaneWorkspace) {
        structure.encode(networkInput(rows, workspace), pass(rows, weights, workspace))
    }

    /// The terms of a draw for each of the images that were read last, the rates those of the very draws.
    func drawTerms(
        rows: Int, weights: NetworkWeights, workspace: LaneWorkspace, first: Int, into terms: SharedArray<ImageTerms>
    ) {
        distortions(
            structure.draw(pass(rows, weights, workspace), rate: .sampled), rows, workspace, gradient: nil)
        for row in 0..<rows { terms[first + row] = meanTerms(row..<row + 1, workspace) }
    }

    /// The posteriors of the first `images` of the lane: `[images, 2 · latents]`, the log variances bounded.
    func posteriors(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) -> Buffer {
        structure.posteriors(networkInput(images, workspace), pass(images, weights, workspace))
    }

    /// The outputs `[images, pixels, outputsPerPixel]` of the workspace's latents.
    public func decode(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) -> Buffer {
        structure.decode(pass(images, weights, workspace))
    }

    /// The workspace's images on -1...1, `[images, pixels]`.
    func networkInput(_ images: Int, _ workspace: LaneWorkspace) -> Buffer {
        let count = images * pixelCount
        let input = workspace.input.prefix(count)
        KernelSet.current.scale(
            workspace.levels.prefix(count), by: 2 / Float(configuration.bitDepth.maximumLevel), offset: -1,
            into: input)
        return input
    }

    func pass(_ images: Int, _ weights: NetworkWeights, _ workspace: LaneWorkspace) -> NetworkPass {
        precondition(images <= workspace.capacity, "the images fit in the lane")
        return NetworkPass(stacks: stacks, weights: weights, workspace: workspace, images: images)
    }

    /// The rows' distortions, and their gradient by the outputs, each times its row's weight.
    private func distortions(_ outputs: Buffer, _ rows: Int, _ workspace: LaneWorkspace, gradient: Buffer?) {
        for row in 0..<rows {
            workspace.distortions[row] = likelihood.distortion(
                outputs: outputs[row: row, of: outputCount], levels: workspace.levels[row: row, of: pixelCount],
                weight: Float(workspace.imageWeights[row]), gradient: gradient?[row: row, of: outputCount])
        }
    }
}
