import Foundation
import Kernels
import Testing

@Suite struct NormalMixtureLoopTests {
    /// log Σ weight · N(latent) without π, every component's share, and the derivatives.
    @Test(arguments: KernelSet.all, [(1, 3), (5, 1), (37, 40), (300, 17), (3, 300)])
    func densityAndGradientAreTheClosedForms(kernels: KernelSet, shape: (Int, Int)) {
        let (count, dimension) = shape
        var random = RandomSource(seed: 1)
        let latent = random.floats(dimension, -2...2)
        let raw = (0..<count).flatMap { _ in random.floats(dimension, -2...2) + random.floats(dimension, -3...12) }
        let rawBuffer = Buffer(raw)
        let (precisions, offsets) = (Buffer(count: count * dimension), Buffer(count: count))
        func logVariance(_ c: Int, _ i: Int) -> Double {
            10 * tanh(Double(raw[c * 2 * dimension + dimension + i]) / 10)
        }
        func distance(_ c: Int, _ i: Int) -> Double { Double(latent[i] - raw[c * 2 * dimension + i]) }
        var joint: [Double] = []
        for c in 0..<count {
            let height = kernels.layOutNormal(
                raw: rawBuffer[c * 2 * dimension..<(c + 1) * 2 * dimension],
                intoPrecisions: precisions[c * dimension..<(c + 1) * dimension])
            let expected = -0.5 * (0..<dimension).reduce(0) { $0 + logVariance(c, $1) }
            expectClose(Double(height), expected, absolute: 1e-4, relative: 1e-6)
            offsets[c] = height - Float(c)
            joint.append(
                expected - Double(c)
                    - 0.5 * (0..<dimension).reduce(0) { $0 + pow(distance(c, $1), 2) * exp(-logVariance(c, $1)) })
        }
        let responsibilities = Buffer(count: count)
        let density = kernels.normalMixture(
            at: Buffer(latent), raw: rawBuffer, precisions: precisions, offsets: offsets, into: responsibilities)
        let top = joint.max()!
        let total = joint.reduce(0) { $0 + exp($1 - top) }
        expectClose(density, top + log(total), absolute: 1e-4, relative: 2e-6)
        let shares = joint.map { exp($0 - top) / total }
        expectClose(responsibilities.values, shares, absolute: 2e-5, relative: 2e-4)

        let before = random.floats(dimension)
        let (byLatent, byComponents) = (Buffer(before), Buffer(count: raw.count))
        kernels.addNormalMixtureGradient(
            at: Buffer(latent), raw: rawBuffer, precisions: precisions, responsibilities: responsibilities,
            weight: 0.7, to: byLatent, components: byComponents)
        var expectedLatent = before.map(Double.init)
        var expectedComponents: [Double] = []
        for c in 0..<count {
            let pulls = (0..<dimension).map { 0.7 * shares[c] * distance(c, $0) * exp(-logVariance(c, $0)) }
            for i in 0..<dimension { expectedLatent[i] -= pulls[i] }
            expectedComponents += pulls
            expectedComponents += (0..<dimension).map { 0.5 * (pulls[$0] * distance(c, $0) - 0.7 * shares[c]) }
        }
        expectClose(byLatent.values, expectedLatent, absolute: 1e-3, relative: 1e-3)
        expectClose(byComponents.values, expectedComponents, absolute: 1e-3, relative: 1e-3)
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func boundsHoldAndLeadBack(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 2)
        let (input, gradient) = (random.floats(count, -3...3), random.floats(count))
        let (held, slope) = (Buffer(count: count), Buffer(gradient))
        kernels.clampToUnit(Buffer(input), into: held)
        #expect(held.values == input.map { min(max($0, -1), 1) })
        kernels.clampToUnitGradient(slope, input: Buffer(input))
        #expect(
            slope.values
                == zip(gradient, input).map { gradient, value in
                    // A step against the gradient leads out where their signs differ.
                    abs(value) > 1 && gradient * value < 0 ? 0 : gradient
                })
        let variance = Buffer(gradient)
        kernels.boundLogVarianceGradient(variance, raw: Buffer(input))
        expectClose(
            variance.values, zip(gradient, input).map { Double($0) * (1 - pow(tanh(Double($1) / 10), 2)) },
            absolute: 1e-6, relative: 1e-5)
    }
}
