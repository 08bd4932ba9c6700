import Foundation
import Kernels
import Testing

@Suite struct PosteriorLoopTests {
    private func bounded(_ raw: Double) -> Double { 10 * tanh(raw / 10) }

    /// KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² - 1 - log σ²), and its derivatives.
    @Test(arguments: KernelSet.all, awkwardCounts)
    func drawRateAndGradientAreTheClosedForms(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 1)
        let means = random.floats(count, -3...3)
        let rawVariances = random.floats(count, -6...6)
        let noise = random.floats(count, -3...3)
        let latentGradient = random.floats(count)
        let raw = Buffer(means + rawVariances)
        let latent = Buffer(count: count)
        let rate = kernels.reparameterize(raw: raw, noise: Buffer(noise), into: latent)
        let deviations = rawVariances.map { exp(bounded(Double($0)) / 2) }
        let expected = (0..<count).reduce(0.0) { sum, i in
            let (mean, deviation) = (Double(means[i]), deviations[i])
            return sum + 0.5 * (mean * mean + deviation * deviation - 1 - 2 * log(deviation))
        }
        expectClose(rate, expected, absolute: 1e-6 * Double(count), relative: 2e-6)
        expectClose(
            latent.values, (0..<count).map { Double(means[$0]) + deviations[$0] * Double(noise[$0]) }, absolute: 1e-6,
            relative: 2e-6)

        let gradient = Buffer(count: 2 * count)
        kernels.reparameterizeGradient(
            latentGradient: Buffer(latentGradient), raw: raw, noise: Buffer(noise), rateWeight: 0.7, into: gradient)
        let byMean = (0..<count).map { Double(latentGradient[$0]) + 0.7 * Double(means[$0]) }
        let byVariance = (0..<count).map { i in
            let slope = 1 - pow(tanh(Double(rawVariances[i]) / 10), 2)
            let deviation = deviations[i]
            return 0.5 * slope
                * (Double(latentGradient[i]) * Double(noise[i]) * deviation + 0.7 * (deviation * deviation - 1))
        }
        expectClose(gradient.values, byMean + byVariance, absolute: 2e-6, relative: 1e-5)
    }

    /// z = μ + σ · ε of g · z + 0.7 · (½ z² + log q(z)), q held: g + 0.7 · (z - ε / σ), times a share.
    @Test(arguments: KernelSet.all, awkwardCounts)
    func theGradientByWayOfTheDrawAloneIsTheClosedForm(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 4)
        let (means, rawVariances) = (random.floats(count, -3...3), random.floats(count, -4...4))
        let (noise, latentGradient) = (random.floats(count, -3...3), random.floats(count))
        let gradient = Buffer(count: 2 * count)
        kernels.reparameterizeDrawGradient(
            latentGradient: Buffer(latentGradient), raw: Buffer(means + rawVariances), noise: Buffer(noise),
            rateWeight: 0.7, share: 0.4, into: gradient)
        var (byMean, byVariance) = ([Double](), [Double]())
        for i in 0..<count {
            let deviation = exp(bounded(Double(rawVariances[i])) / 2)
            let step = deviation * Double(noise[i])
            let pull = Double(means[i]) + step - Double(noise[i]) / deviation
            byMean.append(0.4 * (Double(latentGradient[i]) + 0.7 * pull))
            byVariance.append(0.5 * (1 - pow(tanh(Double(rawVariances[i]) / 10), 2)) * byMean[i] * step)
        }
        expectClose(gradient.values, byMean + byVariance, absolute: 2e-5, relative: 2e-5)
    }

    /// KL(N(μ, σ²) ‖ N(μₚ, σₚ²)) = ½ Σ (log σₚ² - log σ² - 1 + (σ² + (μ - μₚ)²) / σₚ²), or log q - log p of the draw, and
    /// their derivatives.
    @Test(arguments: KernelSet.all, awkwardCounts)
    func drawsAgainstAPriorAreTheClosedForms(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 3)
        let posterior = random.floats(count, -3...3) + random.floats(count, -6...3)
        let prior = random.floats(count, -3...3) + random.floats(count, -3...6)
        let noise = random.floats(count, -3...3)
        let latentGradient = random.floats(count)
        let latent = Buffer(count: count)
        for isSampled in [false, true] {
            let rate = kernels.reparameterize(
                posterior: Buffer(posterior), prior: Buffer(prior), noise: Buffer(noise), isSampled: isSampled,
                into: latent)
            let (mine, its) = (Buffer(count: 2 * count), Buffer(count: 2 * count))
            kernels.reparameterizeGradient(
                latentGradient: Buffer(latentGradient), posterior: Buffer(posterior), prior: Buffer(prior),
                noise: Buffer(noise), isSampled: isSampled, rateWeight: 0.7, into: mine, priorGradient: its)
            var sum = 0.0
            var (byMean, byVariance, byPriorMean, byPriorVariance) = ([Double](), [Double](), [Double](), [Double]())
            for i in 0..<count {
                let (mean, priorMean) = (Double(posterior[i]), Double(prior[i]))
                let (variance, priorVariance) = (
                    bounded(Double(posterior[count + i])), bounded(Double(prior[count + i]))
                )
                let (slope, priorSlope) = (1 - pow(variance / 10, 2), 1 - pow(priorVariance / 10, 2))
                let (deviation, precision) = (exp(variance / 2), exp(-priorVariance))
                let step = deviation * Double(noise[i])
                let g = Double(latentGradient[i])
                let distance = mean - priorMean + (isSampled ? step : 0)
                let spread = isSampled ? distance * distance : distance * distance + deviation * deviation
                let own = isSampled ? Double(noise[i] * noise[i]) : 1
                sum += 0.5 * (priorVariance - variance - own + spread * precision)
                let pull = 0.7 * distance * precision
                byMean.append(g + pull)
                byVariance.append(
                    0.5 * slope
                        * (isSampled
                            ? (g + pull) * step - 0.7
                            : g * step + 0.7 * (deviation * deviation * precision - 1)))
                byPriorMean.append(-pull)
                byPriorVariance.append(0.35 * priorSlope * (1 - spread * precision))
            }
            expectClose(rate, sum, absolute: 1e-5 * Double(count), relative: 1e-5)
            expectClose(mine.values, byMean + byVariance, absolute: 1e-4, relative: 1e-4)
            expectClose(its.values, byPriorMean + byPriorVariance, absolute: 1e-4, relative: 1e-4)
            expectClose(
                latent.values,
                (0..<count).map {
                    Double(posterior[$0]) + exp(bounded(Double(posterior[count + $0])) / 2) * Double(noise[$0])
                }, absolute: 1e-6, relative: 2e-6)
        }
    }

    @Test(arguments: KernelSet.all)
    func aStandardNormalPosteriorCostsNothing(kernels: KernelSet) {
        let raw = Buffer(count: 600)
        let noise = Buffer(count: 300)
        noise.fill(1.5)
        let latent = Buffer(count: 300)
        #expect(kernels.reparameterize(raw: raw, noise: noise, into: latent) == 0)
        #expect(latent.values.allSatisfy { $0 == 1.5 })
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func logVariancesAreBoundedSmoothly(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 2)
        let extremes: [Float] = [1e4, -1e4, 3e38, -3e38, 1000, -1000, 0]
        let raw = random.floats(count, -40...40).enumerated().map { $0 % 5 == 0 ? extremes[$0 / 5 % 7] : $1 }
        let buffer = Buffer(raw)
        kernels.boundLogVariance(buffer)
        // 3e-7 of the bound.
        expectClose(buffer.values, raw.map { bounded(Double($0)) }, absolute: 3e-6)
        #expect(buffer.values.allSatisfy { abs($0) <= 10 })
    }

    @Test(arguments: KernelSet.all)
    func extremeRawVariancesStayFinite(kernels: KernelSet) {
        let raw = Buffer([0, 0, 1e4, -1e4])
        let noise = Buffer([3, -3])
        let latent = Buffer(count: 2)
        let gradient = Buffer(count: 4)
        #expect(kernels.reparameterize(raw: raw, noise: noise, into: latent).isFinite)
        kernels.reparameterizeGradient(
            latentGradient: Buffer([1, 1]), raw: raw, noise: noise, rateWeight: 1, into: gradient)
        #expect(latent.isFinite && gradient.isFinite)
    }

    @Test(arguments: KernelSet.all)
    func rawValuesThatAreNoNumbersGiveNoRate(kernels: KernelSet) {
        let latent = Buffer(count: 1)
        #expect(kernels.reparameterize(raw: Buffer([.nan, 0]), noise: Buffer([1]), into: latent).isNaN)
        #expect(kernels.reparameterize(raw: Buffer([0, .nan]), noise: Buffer([1]), into: latent).isNaN)
    }
}
