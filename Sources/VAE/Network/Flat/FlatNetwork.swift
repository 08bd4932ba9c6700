import Kernels
import Layers

/// A network with one group of independent latents: an encoder, a draw that gradients pass through, z = μ + σ · ε, and a
/// decoder. The prior is the standard normal distribution, or the mean posterior of pseudo-inputs.
///
/// Source: Kingma & Welling, 2014, arXiv:1312.6114; Rezende et al., 2014, arXiv:1401.4082.
package struct FlatNetwork: Sendable {
    package let encoder: Encoder
    let latentCount: Int
    package let decoder: Decoder
    package let stacks: StackSet
    let encoderPlace: StackSet.Place
    let decoderPlace: StackSet.Place
    /// The inputs whose posteriors are the prior's components; nil where the prior is the standard normal distribution.
    let pseudoInputs: PseudoInputs?
    /// The tiles in which images are taken; nil where they are taken whole.
    let tiles: TilePlan?
    let outputsPerPixel: Int

    /// - Parameter tiles: The tiles of a network for forward passes alone. Its stacks are then those for a tile.
    init(
        _ configuration: ModelConfiguration, likelihood: any Likelihood, tiles: TilePlan?,
        in layout: inout ParameterLayout
    ) {
        let taken = tiles.map { configuration.resized(to: $0.tile) } ?? configuration
        encoder = Encoder(taken, in: &layout)
        latentCount = configuration.latentCount
        decoder = Decoder(taken, likelihood: likelihood, in: &layout)
        self.tiles = tiles
        outputsPerPixel = likelihood.outputsPerPixel
        pseudoInputs = configuration.pseudoInputs.map {
            PseudoInputs(count: $0, pixelCount: configuration.imageSize.pixelCount, in: &layout)
        }
        var stacks = StackSet()
        encoderPlace = stacks.add(encoder.stack, .images, needsInputGradient: pseudoInputs != nil)
        decoderPlace = stacks.add(decoder.stack, .draws)
        self.stacks = stacks
    }
}

extension FlatNetwork: NetworkStructure {
    var encodingOperations: Int { (tiles?.count ?? 1) * encoder.stack.forwardOperations }
    var decodingOperations: Int { (tiles?.count ?? 1) * decoder.stack.forwardOperations }

    var groupCount: Int { 1 }

    func bufferCounts(backward: Bool) -> [Int] {
        let gradients = [latentCount, 2 * latentCount, 2 * latentCount, 2 * latentCount]
        return [2 * latentCount, pseudoInputs?.count ?? 0] + (backward ? gradients : tileBufferCounts)
    }

    /// The standard normal prior's statistics: zeros.
    private func prior(_ pass: NetworkPass) -> Buffer { pass.workspace.buffers[0].prefix(2 * latentCount) }
    /// The shares of the prior's components in a draw's density.
    private func responsibilities(_ row: Int, _ pass: NetworkPass) -> Buffer {
        pass.workspace.buffers[1][row: row, of: pseudoInputs?.count ?? 0]
    }

    private func latentGradient(_ pass: NetworkPass) -> Buffer { pass.buffer(2, count: latentCount) }
    /// The gradients of every draw's posterior.
    private func drawGradient(_ pass: NetworkPass) -> Buffer { pass.buffer(3, count: 2 * latentCount) }
    /// The gradients of every image's posterior.
    private func rawGradient(_ pass: NetworkPass) -> Buffer { pass.imageBuffer(4, count: 2 * latentCount) }
    /// The gradient of the standard normal prior's statistics, which is not used.
    private func priorGradient(_ pass: NetworkPass) -> Buffer { pass.workspace.buffers[5].prefix(2 * latentCount) }

    private func noise(_ pass: NetworkPass) -> Buffer { pass.workspace.noise.prefix(pass.rows * latentCount) }
    private func latents(_ pass: NetworkPass) -> Buffer { pass.workspace.latents.prefix(pass.rows * latentCount) }

    /// The way in which the rate is computed: a mixture's has no closed form.
    private func estimate(_ rate: RateEstimate) -> RateEstimate { pseudoInputs == nil ? rate : .sampled }

    func encode(_ input: Buffer, _ pass: NetworkPass) {
        if let tiles { encode(input, in: tiles, pass) } else { pass.forward(encoderPlace, input) }
    }

    /// The raw posteriors of the images that were encoded last, `[images, 2 · latents]`.
    private func encoded(_ pass: NetworkPass) -> Buffer {
        tiles == nil ? pass.output(encoderPlace) : tiledPosteriors(pass)
    }

    func draw(_ pass: NetworkPass, rate: RateEstimate) -> Buffer {
        let (posteriors, noise, latents) = (encoded(pass), noise(pass), latents(pass))
        for row in 0..<pass.rows {
            let posterior = posteriors[row: row / pass.draws, of: 2 * latentCount]
            let (noise, latent) = (noise[row: row, of: latentCount], latents[row: row, of: latentCount])
            var rate =
                switch estimate(rate) {
                case .exact: KernelSet.current.reparameterize(raw: posterior, noise: noise, into: latent)
                case .sampled:
                    KernelSet.current.reparameterize(
                        posterior: posterior, prior: prior(pass), noise: noise, isSampled: true, into: latent)
                }
            if let components = pass.weights.pseudoPosteriors {
                rate += components.rateCorrection(at: latent, into: responsibilities(row, pass))
            }
            pass.setRate(rate, row: row, group: 0)
        }
        return decode(pass)
    }

    func backward(
        _ outputGradient: Buffer, input: Buffer, _ pass: NetworkPass, rate: RateEstimate, gradients: NetworkGradients
    ) {
        precondition(tiles == nil, "a network in tiles has forward passes alone")
        let latentGradient = latentGradient(pass)
        pass.backward(
            decoderPlace, outputGradient, input: latents(pass), gradients: gradients, into: latentGradient)
        let drawGradient = pass.draws == 1 ? rawGradient(pass) : drawGradient(pass)
        for row in 0..<pass.rows {
            addPriorGradient(row, latentGradient[row: row, of: latentCount], pass, gradients)
            posteriorGradient(
                row, latentGradient[row: row, of: latentCount], pass, estimate(rate),
                into: drawGradient[row: row, of: 2 * latentCount])
        }
        if pass.draws > 1 {
            rawGradient(pass).fill(0)
            for image in 0..<pass.images {
                KernelSet.current.addRowSums(
                    of: drawGradient[row: image, of: pass.draws * 2 * latentCount],
                    to: rawGradient(pass)[row: image, of: 2 * latentCount])
            }
        }
        pass.backward(encoderPlace, rawGradient(pass), input: input, gradients: gradients, into: nil)
    }

    /// Adds the gradient of the difference between a draw's rate under learned components and under the standard normal
    /// prior.
    private func addPriorGradient(
        _ row: Int, _ latentGradient: Buffer, _ pass: NetworkPass, _ gradients: NetworkGradients
    ) {
        let weight = pass.rateWeight(row: row, group: 0)
        guard let components = pass.weights.pseudoPosteriors, let sums = gradients.components, weight != 0 else {
            return
        }
        components.addCorrectionGradient(
            at: latents(pass)[row: row, of: latentCount], responsibilities: responsibilities(row, pass),
            weight: weight, to: latentGradient, components: sums)
    }

    /// Computes the gradient of a draw's posterior. One of several draws has a gradient through the latent alone: the other
    /// ways in which importance weights depend on the posterior amount to a smaller share of it, with far less noise.
    ///
    /// Source: Tucker et al., 2018, arXiv:1810.04152, with w + β · (w² - w) for w² where β isn't 1.
    private func posteriorGradient(
        _ row: Int, _ latentGradient: Buffer, _ pass: NetworkPass, _ rate: RateEstimate, into gradient: Buffer
    ) {
        let posterior = pass.output(encoderPlace)[row: row / pass.draws, of: 2 * latentCount]
        let noise = noise(pass)[row: row, of: latentCount]
        let weight = pass.rateWeight(row: row, group: 0)
        if pass.draws > 1 {
            let (share, whole) = (pass.importanceShare(row: row), pass.workspace.imageWeights[row])
            let beta = whole > 0 ? Double(weight) / whole : 0
            return KernelSet.current.reparameterizeDrawGradient(
                latentGradient: latentGradient, raw: posterior, noise: noise, rateWeight: weight,
                share: Float(1 - beta * (1 - share)), into: gradient)
        }
        switch rate {
        case .exact:
            KernelSet.current.reparameterizeGradient(
                latentGradient: latentGradient, raw: posterior, noise: noise, rateWeight: weight, into: gradient)
        case .sampled:
            KernelSet.current.reparameterizeGradient(
                latentGradient: latentGradient, posterior: posterior, prior: prior(pass), noise: noise,
                isSampled: true, rateWeight: weight, into: gradient, priorGradient: priorGradient(pass))
        }
    }

    func posteriors(_ input: Buffer, _ pass: NetworkPass) -> Buffer {
        encode(input, pass)
        let raw = encoded(pass)
        for image in 0..<pass.images {
            let logVariance = raw[row: image, of: 2 * latentCount][latentCount..<2 * latentCount]
            KernelSet.current.boundLogVariance(logVariance)
        }
        return raw
    }

    func decode(_ pass: NetworkPass) -> Buffer {
        if let tiles { return decode(latents(pass), in: tiles, pass) }
        return pass.forward(decoderPlace, latents(pass))
    }
}
