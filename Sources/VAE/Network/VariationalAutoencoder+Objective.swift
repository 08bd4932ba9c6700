import Kernels
import Layers
import Platform

/// The evidence lower bound and its gradient, for the images that stand in a lane's workspace.
extension VariationalAutoencoder {
    /// The terms of the negative ELBO of the lane's first images, with what the lane has to do for the gradient of
    /// weight · Σ over the images of the objective: distortion + beta · rate of one draw, or of several
    /// -log (mean of exp(-distortion - beta · rate)).
    ///
    /// - images: in the lane; of each as many rows of noise as it has draws, one after the other.
    /// - terms: of the batch's images; the means over all of an image's draws, also where few of them have a gradient.
    public func accumulateGradients(
        images: Int, weights: NetworkWeights, objective: TrainingObjective, weight: Double, workspace: LaneWorkspace,
        gradients: NetworkGradients, into terms: SharedArray<ImageTerms>
    ) {
        var pass = pass(images, draws: objective.importanceSamples, weights, workspace)
        pass.freeNats = objective.freeNats
        let input = networkInput(images, workspace)
        structure.encode(input, pass)
        var outputs = structure.draw(pass, rate: objective.rateEstimate)
        func outputGradient() -> Buffer { workspace.outputGradient.prefix(outputs.count) }
        func noteTerms() {
            for image in 0..<images {
                let rows = image * pass.draws..<(image + 1) * pass.draws
                terms[gradients.firstImage + image] = meanTerms(rows, workspace)
            }
        }
        if objective.importanceSamples == 1 {
            for row in 0..<pass.rows { workspace.imageWeights[row] = weight }
            distortions(outputs, pass, weight: Float(weight), gradient: outputGradient())
            noteTerms()
        } else if objective.gradientDraws >= objective.importanceSamples {
            // What each draw weighs follows of the distortions.
            distortions(outputs, pass, weight: 1, gradient: outputGradient())
            weighDraws(pass, beta: objective.beta, weight: weight)
            noteTerms()
            scaleRows(of: outputGradient(), pass)
        } else {
            distortions(outputs, pass)
            weighDraws(pass, beta: objective.beta, weight: weight)
            noteTerms()
            chooseDraws(objective.gradientDraws, &pass, weight: weight)
            outputs = structure.draw(pass, rate: objective.rateEstimate)
            distortions(outputs, pass, weight: 1, gradient: outputGradient())
            scaleRows(of: outputGradient(), pass)
        }
        for row in 0..<pass.rows {
            workspace.rateWeights[row] = Float(workspace.imageWeights[row] * objective.beta)
        }
        structure.backward(outputGradient(), input: input, pass, rate: objective.rateEstimate, gradients: gradients)
    }

    /// Makes every draw's gradient its part of the objective's.
    private func scaleRows(of outputGradient: Buffer, _ pass: NetworkPass) {
        for row in 0..<pass.rows {
            let gradient = outputGradient[row: row, of: outputCount]
            KernelSet.current.scale(
                gradient, by: Float(pass.workspace.imageWeights[row]), offset: 0, into: gradient)
        }
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
                workspace.importanceShares[row] = exp(logWeight(row) - top) / sum
                workspace.imageWeights[row] = weight * workspace.importanceShares[row]
            }
        }
    }

    /// Leaves so many draws of every image in the pass, their noise and weights next to each other.
    private func chooseDraws(_ count: Int, _ pass: inout NetworkPass, weight: Double) {
        let (workspace, latentCount) = (pass.workspace, structure.latentCount)
        for image in 0..<pass.images {
            let first = image * pass.draws
            let choice = DrawChoice(
                count, of: (first..<first + pass.draws).map { workspace.importanceShares[$0] },
                position: workspace.choicePositions[image])
            // Every draw moves towards the front, over those that were left out or have moved.
            for (place, (draw, share)) in zip(choice.draws, choice.weights).enumerated() {
                let (from, to) = (first + draw, image * count + place)
                if from != to {
                    workspace.noise[row: to, of: latentCount].copy(from: workspace.noise[row: from, of: latentCount])
                }
                workspace.importanceShares[to] = workspace.importanceShares[from]
                workspace.imageWeights[to] = weight * share
            }
        }
        pass.draws = count
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

    /// The workspace's images on the networks' scale, `[images, pixels]`: -1...1 for levels within the range.
    func networkInput(_ images: Int, _ workspace: LaneWorkspace) -> Buffer {
        let count = images * pixelCount
        let input = workspace.input.prefix(count)
        let (scale, kernels) = (configuration.levelScale, KernelSet.current)
        guard configuration.levelRange != nil else {
            kernels.scale(workspace.levels.prefix(count), by: 1 / scale.halfRange, offset: -1, into: input)
            return input
        }
        // A level far outside the range counts as half a range beyond its end: a hot pixel must not outshine an image.
        let reach: Float = 2
        kernels.scale(
            workspace.levels.prefix(count), by: 1 / (reach * scale.halfRange),
            offset: -scale.centre / (reach * scale.halfRange), into: input)
        kernels.clampToUnit(input, into: input)
        kernels.scale(input, by: reach, offset: 0, into: input)
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
