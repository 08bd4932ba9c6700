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
    /// - images: in the lane; of each as many rows of noise as it has draws, one after the other.
    /// - terms: of the batch's images; the means over an image's draws.
    public func accumulateGradients(
        images: Int, weights: NetworkWeights, objective: TrainingObjective, weight: Double, workspace: LaneWorkspace,
        gradients: NetworkGradients, into terms: SharedArray<ImageTerms>
    ) {
        let draws = objective.importanceSamples
        var pass = pass(images, draws: draws, weights, workspace)
        pass.freeNats = objective.freeNats
        pass.imageWeight = weight
        let input = networkInput(images, workspace)
        structure.encode(input, pass)
        let outputs = structure.draw(pass, rate: objective.rateEstimate)
        let outputGradient = workspace.outputGradient.prefix(outputs.count)
        if draws > 1 {
            // What each draw weighs follows of the distortions.
            distortions(outputs, pass, weight: 1, gradient: outputGradient)
            weighDraws(pass, beta: objective.beta, weight: weight)
            for row in 0..<pass.rows {
                let gradient = outputGradient[row: row, of: outputCount]
                KernelSet.current.scale(
                    gradient, by: Float(workspace.imageWeights[row]), offset: 0, into: gradient)
            }
        } else {
            for row in 0..<pass.rows { workspace.imageWeights[row] = weight }
            distortions(outputs, pass, weight: Float(weight), gradient: outputGradient)
        }
        for row in 0..<pass.rows {
            workspace.rateWeights[row] = Float(workspace.imageWeights[row] * objective.beta)
        }
        for image in 0..<images {
            terms[gradients.firstImage + image] = meanTerms(image * draws..<(image + 1) * draws, workspace)
        }
        structure.backward(outputGradient, input: input, pass, rate: objective.rateEstimate, gradients: gradients)
    }

    /// Every draw's share of its image's gradient: its importance weight, normalised.
    private func weighDraws(_ pass: NetworkPass, beta: Double, weight: Double) {
        let (workspace, draws) = (pass.workspace, pass.draws)
        func logWeight(_ row: Int) -> Double { -workspace.distortions[row] - beta * workspace.rate(row) }
        for first in stride(from: 0, to: pass.rows, by: draws) {
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
        distortions(structure.draw(pass, rate: .exact), pass)
        for image in 0..<images { terms[firstImage + image] = meanTerms(image..<image + 1, workspace) }
    }

    /// Reads the first `images` of the lane, for any number of draws.
    func encode(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) {
        structure.encode(networkInput(images, workspace), pass(images, weights, workspace))
    }

    /// The terms of draws from the posteriors of the images that were read last, the rates those of the very draws.
    ///
    /// - terms: set from `first` on, `[images, draws]`.
    func drawTerms(
        images: Int, draws: Int, weights: NetworkWeights, workspace: LaneWorkspace, first: Int,
        into terms: SharedArray<ImageTerms>
    ) {
        let pass = pass(images, draws: draws, weights, workspace)
        distortions(structure.draw(pass, rate: .sampled), pass)
        for row in 0..<pass.rows { terms[first + row] = meanTerms(row..<row + 1, workspace) }
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

    func pass(
        _ images: Int, draws: Int = 1, _ weights: NetworkWeights, _ workspace: LaneWorkspace
    ) -> NetworkPass {
        precondition(images * draws <= workspace.capacity, "the draws fit in the lane")
        return NetworkPass(stacks: stacks, weights: weights, workspace: workspace, images: images, draws: draws)
    }

    /// The draws' distortions, and `weight` times their gradient by the outputs.
    private func distortions(_ outputs: Buffer, _ pass: NetworkPass, weight: Float = 0, gradient: Buffer? = nil) {
        let workspace = pass.workspace
        for row in 0..<pass.rows {
            workspace.distortions[row] = likelihood.distortion(
                outputs: outputs[row: row, of: outputCount],
                levels: workspace.levels[row: row / pass.draws, of: pixelCount],
                weight: weight, gradient: gradient?[row: row, of: outputCount])
        }
    }
}
