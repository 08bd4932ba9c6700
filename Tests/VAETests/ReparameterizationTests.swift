import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct ReparameterizationTests {
    private let two = Reparameterization(latentCount: 2)

    private func rates(
        _ reparameterization: Reparameterization, _ raw: Buffer, noise: Buffer, images: Int, into latents: Buffer
    ) -> [Double] {
        let rates = SharedArray(repeating: 0.0, count: images)
        reparameterization.forward(raw, noise: noise, images: images, rates: rates, into: latents)
        return rates.prefix(images)
    }

    /// KL = ½ Σ (μ² + σ² - 1 - log σ²). Of μ = (1, 0) and raw log variances (0, 10 artanh(0.1)), which are log
    /// variances (0, 1): ½ (1 + e - 2).
    @Test func ratesAreTheClosedForm() {
        let raw = Buffer([1, 0, 0, 10 * atanh(0.1), 0, 0, 0, 0])
        let latents = Buffer(count: 4)
        let rates = self.rates(two, raw, noise: Buffer([0, 1, 2, 3]), images: 2, into: latents)
        #expect(abs(rates[0] - 0.5 * (1 + exp(1) - 2)) < 1e-6)
        #expect(rates[1] == 0)
        let expected: [Float] = [1, exp(0.5), 2, 3]
        #expect(zip(latents.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// The rate's gradient and the latents', against central differences of Σ weight · z + 0.7 · rate.
    @Test func gradientsAreThoseOfTheDrawAndTheRate() {
        let reparameterization = Reparameterization(latentCount: 5)
        let noise = Buffer(uniformFloats(10, seed: 1).map { 2 * $0 })
        let weights = uniformFloats(10, seed: 2)
        let values = uniformFloats(20, seed: 3).map { 3 * $0 }
        func loss(_ raw: [Float]) -> Double {
            let latents = Buffer(count: 10)
            let rates = self.rates(reparameterization, Buffer(raw), noise: noise, images: 2, into: latents)
            return zip(latents.values, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                + 0.7 * rates.reduce(0, +)
        }
        let gradient = Buffer(count: 20)
        reparameterization.backward(
            Buffer(weights), raw: Buffer(values), noise: noise, images: 2, rateWeight: 0.7, into: gradient)
        for index in values.indices {
            var (above, below) = (values, values)
            above[index] += 0.01
            below[index] -= 0.01
            let slope = (loss(above) - loss(below)) / Double(above[index] - below[index])
            #expect(abs(Double(gradient[index]) - slope) < 1e-3 * max(1, abs(slope)))
        }
    }

    /// Whatever the encoder says, a standard deviation lies within e^±5, and gradients are numbers.
    @Test func logVariancesAreBoundedAndGradientsFinite() {
        for extreme: Float in [1e4, -1e4, 500, -500] {
            let raw = Buffer([0, 0, extreme, 0])
            let latents = Buffer(count: 2)
            let rates = self.rates(two, raw, noise: Buffer([1, 1]), images: 1, into: latents)
            let logVariance = extreme > 0 ? 10.0 : -10.0
            #expect(abs(Double(latents[0]) / exp(logVariance / 2) - 1) < 1e-5)
            #expect(abs(rates[0] - 0.5 * (exp(logVariance) - 1 - logVariance)) < 1e-5 * exp(10))
            let gradient = Buffer(count: 4)
            two.backward(
                Buffer([1, 1]), raw: raw, noise: Buffer([1, 1]), images: 1, rateWeight: 1, into: gradient)
            #expect(gradient.isFinite)
        }
    }
}
