import Foundation
import Kernels
import Testing

@Suite struct NormalNumberTests {
    static let count = 1 << 18

    private func normal(_ kernels: KernelSet, item: Int = 0) -> [Double] {
        let buffer = Buffer(count: Self.count)
        RandomStream(seed: 13, purpose: .tests, item: item).fillNormal(buffer, kernels: kernels)
        return buffer.values.map(Double.init)
    }

    private func mean(_ values: some Sequence<Double>) -> Double { values.reduce(0, +) / Double(Self.count) }

    /// The standard errors of n normal numbers' moments: 1/√n, √(2/n), √(15/n), √(96/n); five of each are allowed.
    @Test(arguments: KernelSet.all)
    func momentsAreThoseOfTheStandardNormal(kernels: KernelSet) {
        let values = normal(kernels)
        let error = 5 / Double(Self.count).squareRoot()
        expectClose(mean(values), 0, absolute: error)
        expectClose(mean(values.map { $0 * $0 }), 1, absolute: error * 2.0.squareRoot())
        expectClose(mean(values.map { pow($0, 3) }), 0, absolute: error * 15.0.squareRoot())
        expectClose(mean(values.map { pow($0, 4) }), 3, absolute: error * 96.0.squareRoot())
        // The two of a pair, and neighbours of two pairs, are independent.
        expectClose(mean(zip(values, values.dropFirst()).map(*)), 0, absolute: error)
        // P(|z| > 2) = 0.0455.
        expectClose(mean(values.map { abs($0) > 2 ? 1 : 0 }), 0.0455, absolute: error * 0.21)
    }

    /// Box and Muller's formula on the uniform numbers of the same stream, in double precision.
    @Test(arguments: KernelSet.all)
    func numbersAreBoxAndMullers(kernels: KernelSet) {
        let stream = RandomStream(seed: 14, purpose: .tests)
        let uniform = Buffer(count: 4096)
        let normal = Buffer(count: 4096)
        stream.fillUniform(uniform, kernels: kernels)
        stream.fillNormal(normal, kernels: kernels)
        var expected: [Double] = []
        for pair in stride(from: 0, to: 4096, by: 2) {
            let radius = (-2 * log(Double(uniform[pair]))).squareRoot()
            let angle = 2 * Double.pi * Double(uniform[pair + 1])
            expected += [radius * cos(angle), radius * sin(angle)]
        }
        expectClose(normal.values, expected, absolute: 3e-6)
    }

    @Test(arguments: KernelSet.all)
    func streamsOfDifferentItemsAreUncorrelated(kernels: KernelSet) {
        let product = zip(normal(kernels), normal(kernels, item: 1)).map(*)
        expectClose(mean(product), 0, absolute: 5 / Double(Self.count).squareRoot())
    }
}
