import Kernels
import Layers

/// One group of latents, all independent: an encoder, a draw so that gradients pass through it, z = μ + σ · ε, and a
/// decoder.
///
/// Source: Kingma & Welling, 2014, arXiv:1312.6114; Rezende et al., 2014, arXiv:1401.4082.
public struct FlatNetwork: Sendable {
    public let encoder: Encoder
    let latentCount: Int
    public let decoder: Decoder
    public let stacks: StackSet
    let encoderPlace: StackSet.Place
    let decoderPlace: StackSet.Place

    init(_ configuration: ModelConfiguration, likelihood: any Likelihood, in layout: inout ParameterLayout) {
        encoder = Encoder(configuration, in: &layout)
        latentCount = configuration.latentCount
        decoder = Decoder(configuration, likelihood: likelihood, in: &layout)
        var stacks = StackSet()
        encoderPlace = stacks.add(encoder.stack, needsInputGradient: false)
        decoderPlace = stacks.add(decoder.stack)
        self.stacks = stacks
    }
}

extension FlatNetwork: NetworkStructure {
    var encodingOperations: Int { encoder.stack.forwardOperations }
    var decodingOperations: Int { decoder.stack.forwardOperations }

    var groupCount: Int { 1 }

    func bufferCounts(backward: Bool) -> [Int] {
        [2 * latentCount] + (backward ? [latentCount, 2 * latentCount, 2 * latentCount] : [])
    }
    /// The standard normal prior's statistics: zeros.
    private func prior(_ pass: NetworkPass) -> Buffer { pass.workspace.buffers[0].prefix(2 * latentCount) }
    private func latentGradient(_ pass: NetworkPass) -> Buffer { pass.buffer(1, count: latentCount) }
    private func rawGradient(_ pass: NetworkPass) -> Buffer { pass.buffer(2, count: 2 * latentCount) }
    /// Of the prior's statistics, which nobody asks for.
    private func priorGradient(_ pass: NetworkPass) -> Buffer { pass.workspace.buffers[3].prefix(2 * latentCount) }

    private func noise(_ pass: NetworkPass) -> Buffer { pass.workspace.noise.prefix(pass.images * latentCount) }
    private func latents(_ pass: NetworkPass) -> Buffer { pass.workspace.latents.prefix(pass.images * latentCount) }

    func encode(_ input: Buffer, _ pass: NetworkPass) { pass.forward(encoderPlace, input) }

    func draw(_ pass: NetworkPass, rate: RateEstimate) -> Buffer {
        let (raw, noise, latents) = (pass.output(encoderPlace), noise(pass), latents(pass))
        for image in 0..<pass.images {
            let rate =
                switch rate {
                case .exact:
                    KernelSet.current.reparameterize(
                        raw: raw[row: image, of: 2 * latentCount], noise: noise[row: image, of: latentCount],
                        into: latents[row: image, of: latentCount])
                case .sampled:
                    KernelSet.current.reparameterize(
                        posterior: raw[row: image, of: 2 * latentCount], prior: prior(pass),
                        noise: noise[row: image, of: latentCount], isSampled: true,
                        into: latents[row: image, of: latentCount])
                }
            pass.setRate(rate, image: image, group: 0)
        }
        return decode(pass)
    }

    func backward(
        _ outputGradient: Buffer, input: Buffer, _ pass: NetworkPass, rate: RateEstimate, gradients: NetworkGradients
    ) {
        let latentGradient = latentGradient(pass)
        pass.backward(
            decoderPlace, outputGradient, input: latents(pass), gradients: gradients, into: latentGradient)
        let (raw, noise, rawGradient) = (pass.output(encoderPlace), noise(pass), rawGradient(pass))
        for image in 0..<pass.images {
            switch rate {
            case .exact:
                KernelSet.current.reparameterizeGradient(
                    latentGradient: latentGradient[row: image, of: latentCount],
                    raw: raw[row: image, of: 2 * latentCount], noise: noise[row: image, of: latentCount],
                    rateWeight: pass.rateWeight(image: image, group: 0),
                    into: rawGradient[row: image, of: 2 * latentCount])
            case .sampled:
                KernelSet.current.reparameterizeGradient(
                    latentGradient: latentGradient[row: image, of: latentCount],
                    posterior: raw[row: image, of: 2 * latentCount], prior: prior(pass),
                    noise: noise[row: image, of: latentCount], isSampled: true,
                    rateWeight: pass.rateWeight(image: image, group: 0),
                    into: rawGradient[row: image, of: 2 * latentCount], priorGradient: priorGradient(pass))
            }
        }
        pass.backward(encoderPlace, rawGradient, input: input, gradients: gradients, into: nil)
    }

    func posteriors(_ input: Buffer, _ pass: NetworkPass) -> Buffer {
        let raw = pass.forward(encoderPlace, input)
        for image in 0..<pass.images {
            let logVariance = raw[row: image, of: 2 * latentCount][latentCount..<2 * latentCount]
            KernelSet.current.boundLogVariance(logVariance)
        }
        return raw
    }

    func decode(_ pass: NetworkPass) -> Buffer { pass.forward(decoderPlace, latents(pass)) }
}
