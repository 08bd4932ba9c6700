import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct ReparameterizationTests {
    /// The rates of two rows `raw`, `[2, 2 · latents]`.
    private func rates(_ raw: Buffer, noise: Buffer, into latents: Buffer) -> [Double] {
        let count = latents.count / 2
        return (0..<2).map { image in
            KernelSet.current.reparameterize(
                raw: raw[row: image, of: 2 * count], noise: noise[row: image, of: count],
                into: latents[row: image, of: count])
        }
    }

    /// KL = ½ Σ (μ² + σ² - 1 - log σ²). For μ = (1, 0) and raw log variances (0, 10 artanh(0.1)), whose log variances
    /// are (0, 1), it is ½ (1 + e - 2).
    @Test func ratesAreTheClosedForm() {
        let raw = Buffer([1, 0, 0, 10 * atanh(0.1), 0, 0, 0, 0])
        let latents = Buffer(count: 4)
        let rates = self.rates(raw, noise: Buffer([0, 1, 2, 3]), into: latents)
        #expect(abs(rates[0] - 0.5 * (1 + exp(1) - 2)) < 1e-6)
        #expect(rates[1] == 0)
        let expected: [Float] = [1, exp(0.5), 2, 3]
        #expect(zip(latents.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// The gradients of the rate and the latents agree with central differences of Σ weight · z + 0.7 · rate.
    @Test func gradientsAreThoseOfTheDrawAndTheRate() {
        let noise = Buffer(uniformFloats(10, seed: 1).map { 2 * $0 })
        let weights = uniformFloats(10, seed: 2)
        let values = uniformFloats(20, seed: 3).map { 3 * $0 }
        func loss(_ raw: [Float]) -> Double {
            let latents = Buffer(count: 10)
            let rates = self.rates(Buffer(raw), noise: noise, into: latents)
            return zip(latents.values, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                + 0.7 * rates.reduce(0, +)
        }
        let gradient = Buffer(count: 20)
        for image in 0..<2 {
            KernelSet.current.reparameterizeGradient(
                latentGradient: Buffer(weights)[row: image, of: 5], raw: Buffer(values)[row: image, of: 10],
                noise: noise[row: image, of: 5], rateWeight: 0.7, into: gradient[row: image, of: 10])
        }
        for index in values.indices {
            var (above, below) = (values, values)
            above[index] += 0.01
            below[index] -= 0.01
            let slope = (loss(above) - loss(below)) / Double(above[index] - below[index])
            #expect(abs(Double(gradient[index]) - slope) < 1e-3 * max(1, abs(slope)))
        }
    }

    /// KL = ½ Σ (log σₚ² - log σ² - 1 + (σ² + (μ - μₚ)²) / σₚ²). It is 0 for a prior that equals the posterior, and
    /// that of `reparameterize` for the standard normal prior.
    @Test func ratesAgainstAPrior() {
        let posterior = Buffer(uniformFloats(10, seed: 5).map { 3 * $0 })
        let noise = Buffer(uniformFloats(5, seed: 6))
        let (latent, plain) = (Buffer(count: 5), Buffer(count: 5))
        func rate(prior: Buffer) -> Double {
            KernelSet.current.reparameterize(posterior: posterior, prior: prior, noise: noise, into: latent)
        }
        #expect(abs(rate(prior: posterior)) < 1e-5)
        let standard = KernelSet.current.reparameterize(raw: posterior, noise: noise, into: plain)
        #expect(abs(rate(prior: Buffer(count: 10)) - standard) < 1e-5 * standard)
        #expect(latent.values == plain.values)
        // N(1, e) and N(-1, 1/e), computed by hand.
        func raw(_ mean: Float, _ logVariance: Float) -> Buffer { Buffer([mean, 10 * atanh(logVariance / 10)]) }
        let one = KernelSet.current.reparameterize(
            posterior: raw(1, 1), prior: raw(-1, -1), noise: Buffer([0]), into: Buffer(count: 1))
        let expected = 0.5 * ((M_E + 4) * M_E - 3)
        #expect(abs(one - expected) < 1e-4)
    }

    /// Both gradients agree with central differences of Σ weight · z + 0.7 · rate.
    @Test(arguments: [false, true]) func gradientsAgainstAPrior(isSampled: Bool) {
        let noise = Buffer(uniformFloats(5, seed: 1).map { 2 * $0 })
        let weights = uniformFloats(5, seed: 2)
        let values = uniformFloats(20, seed: 3).map { 2 * $0 }
        func loss(_ values: [Float]) -> Double {
            let latent = Buffer(count: 5)
            let rate = KernelSet.current.reparameterize(
                posterior: Buffer(Array(values.prefix(10))), prior: Buffer(Array(values.suffix(10))), noise: noise,
                isSampled: isSampled, into: latent)
            return zip(latent.values, weights).reduce(0.7 * rate) { $0 + Double($1.0) * Double($1.1) }
        }
        let (posterior, prior) = (Buffer(count: 10), Buffer(count: 10))
        KernelSet.current.reparameterizeGradient(
            latentGradient: Buffer(weights), posterior: Buffer(Array(values.prefix(10))),
            prior: Buffer(Array(values.suffix(10))), noise: noise, isSampled: isSampled, rateWeight: 0.7,
            into: posterior,
            priorGradient: prior)
        for (index, gradient) in (posterior.values + prior.values).enumerated() {
            var (above, below) = (values, values)
            above[index] += 0.01
            below[index] -= 0.01
            let slope = (loss(above) - loss(below)) / Double(above[index] - below[index])
            #expect(abs(Double(gradient) - slope) < 2e-3 * max(1, abs(slope)))
        }
    }

    /// A standard deviation lies within e^±5 for any output of the encoder, and its gradients are finite.
    @Test func logVariancesAreBoundedAndGradientsFinite() {
        for extreme: Float in [1e4, -1e4, 500, -500] {
            let raw = Buffer([0, 0, extreme, 0])
            let latents = Buffer(count: 2)
            let rate = KernelSet.current.reparameterize(raw: raw, noise: Buffer([1, 1]), into: latents)
            let logVariance = extreme > 0 ? 10.0 : -10.0
            #expect(abs(Double(latents[0]) / exp(logVariance / 2) - 1) < 1e-5)
            #expect(abs(rate - 0.5 * (exp(logVariance) - 1 - logVariance)) < 1e-5 * exp(10))
            let gradient = Buffer(count: 4)
            KernelSet.current.reparameterizeGradient(
                latentGradient: Buffer([1, 1]), raw: raw, noise: Buffer([1, 1]), rateWeight: 1, into: gradient)
            #expect(gradient.isFinite)
        }
    }
}
