import Kernels
import Layers
import Platform

/// The evidence lower bound and its gradient, for the images that stand in a lane's workspace.
extension VariationalAutoencoder {
    /// Computes a lane's part of the gradient of weight · Σ over the images of the objective, and the terms of the negative
    /// ELBO of the lane's images. The objective is distortion + beta · rate for one draw per image, and
    /// -log (mean of exp(-distortion - beta · rate)) for several.
    ///
    /// - Parameters:
    ///   - pass: One over the lane's images. The workspace holds a row of noise for each draw, those of one image next to
    ///     each other.
    ///   - terms: Set at the lane's places in the batch, to the means over all of an image's draws, even where only some of
    ///     them have a gradient.
    package func accumulateGradients(
        _ pass: NetworkPass, objective: TrainingObjective, weight: Double, gradients: NetworkGradients,
        into terms: SharedArray<ImageTerms>
    ) {
        var pass = pass
        let workspace = pass.workspace
        pass.draws = objective.importanceSamples
        pass.freeNats = objective.freeNats
        precondition(pass.rows <= workspace.capacity, "the draws fit in the lane")
        let input = networkInput(pass.images, workspace)
        structure.encode(input, pass)
        var outputs = structure.draw(pass, rate: objective.rateEstimate)
        func outputGradient() -> Buffer { workspace.outputGradient.prefix(outputs.count) }
        func noteTerms() {
            for image in 0..<pass.images {
                let rows = image * pass.draws..<(image + 1) * pass.draws
                terms[gradients.places.lowerBound + image] = meanTerms(rows, workspace)
            }
        }
        if objective.importanceSamples == 1 {
            for row in 0..<pass.rows { workspace.imageWeights[row] = weight }
            distortions(outputs, pass, weight: Float(weight), gradient: outputGradient())
            noteTerms()
        } else if objective.gradientDraws >= objective.importanceSamples {
            // The weights of the draws follow from the distortions.
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

    /// Multiplies every draw's gradient by its weight in the objective.
    private func scaleRows(of outputGradient: Buffer, _ pass: NetworkPass) {
        for row in 0..<pass.rows {
            let gradient = outputGradient[row: row, of: outputCount]
            KernelSet.current.scale(
                gradient, by: Float(pass.workspace.imageWeights[row]), offset: 0, into: gradient)
        }
    }

    /// Computes every draw's share of its image's gradient: its normalised importance weight.
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

    /// Leaves `count` draws of every image in the pass, their noise and weights next to each other.
    private func chooseDraws(_ count: Int, _ pass: inout NetworkPass, weight: Double) {
        let (workspace, latentCount) = (pass.workspace, structure.latentCount)
        for image in 0..<pass.images {
            let first = image * pass.draws
            let choice = DrawChoice(
                count, of: (first..<first + pass.draws).map { workspace.importanceShares[$0] },
                position: workspace.choicePositions[image])
            // Every draw moves towards the front, over draws that were left out or have moved.
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

    /// The terms of the negative ELBO of the lane's first `images`.
    ///
    /// - Parameter terms: Set from `firstImage` on.
    package func terms(
        images: Int, weights: NetworkWeights, workspace: LaneWorkspace, firstImage: Int,
        into terms: SharedArray<ImageTerms>
    ) {
        let pass = pass(images: images, weights: weights, workspace: workspace)
        structure.encode(networkInput(images, workspace), pass)
        distortions(structure.draw(pass, rate: .exact), pass)
        for image in 0..<images { terms[firstImage + image] = meanTerms(image..<image + 1, workspace) }
    }

    /// Encodes the images of a pass, for any number of draws.
    func encode(_ pass: NetworkPass) { structure.encode(networkInput(pass.images, pass.workspace), pass) }

    /// The terms of draws from the posteriors of the images that were encoded last, with the rates of these very draws.
    ///
    /// - Parameters:
    ///   - draws: The number of draws of each image.
    ///   - terms: Set from `first` on, `[images, draws]`.
    func drawTerms(_ pass: NetworkPass, draws: Int, first: Int, into terms: SharedArray<ImageTerms>) {
        var pass = pass
        pass.draws = draws
        precondition(pass.rows <= pass.workspace.capacity, "the draws fit in the lane")
        distortions(structure.draw(pass, rate: .sampled), pass)
        for row in 0..<pass.rows { terms[first + row] = meanTerms(row..<row + 1, pass.workspace) }
    }

    /// The posteriors of the lane's first `images`: `[images, 2 · latents]`, with bounded log variances.
    func posteriors(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) -> Buffer {
        structure.posteriors(
            networkInput(images, workspace), pass(images: images, weights: weights, workspace: workspace))
    }

    /// The outputs `[images, pixels, outputsPerPixel]` of the workspace's latents.
    package func decode(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) -> Buffer {
        structure.decode(pass(images: images, weights: weights, workspace: workspace))
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
        // A level far outside the range counts as half a range beyond its end, so that a hot pixel doesn't dominate.
        let reach: Float = 2
        kernels.scale(
            workspace.levels.prefix(count), by: 1 / (reach * scale.halfRange),
            offset: -scale.centre / (reach * scale.halfRange), into: input)
        kernels.clampToUnit(input, into: input)
        kernels.scale(input, by: reach, offset: 0, into: input)
        return input
    }

    /// A pass over the first `images` of a workspace.
    package func pass(images: Int, weights: NetworkWeights, workspace: LaneWorkspace) -> NetworkPass {
        precondition(images <= workspace.capacity, "the images fit in the lane")
        return NetworkPass(self, images: images, weights: weights, workspace: workspace)
    }

    /// Computes the draws' distortions, and `weight` times their gradients with respect to the outputs.
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
