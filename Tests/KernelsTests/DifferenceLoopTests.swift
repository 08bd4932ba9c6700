import Foundation
import Kernels
import Testing

@Suite struct DifferenceLoopTests {
    private let kernels = KernelSet.current

    private func floats(_ count: Int, seed: UInt64) -> [Float] {
        var random = RandomSource(seed: seed)
        return random.floats(count)
    }

    private func unset(_ count: Int) -> Buffer { Buffer([Float](repeating: .nan, count: count)) }

    @Test(arguments: awkwardCounts) func mixturesGoFromOneToTheOther(count: Int) {
        let (first, second, output) = (floats(count, seed: 1), floats(count, seed: 2), unset(count))
        kernels.mix(Buffer(first), Buffer(second), share: 0.25, into: output)
        expectClose(output.values, zip(first, second).map { 0.75 * Double($0) + 0.25 * Double($1) }, absolute: 1e-6)
    }

    @Test(arguments: awkwardCounts) func everyElementHasItsScaleAndOffset(count: Int) {
        let (values, scale, offset) = (floats(count, seed: 1), floats(count, seed: 2), floats(count, seed: 3))
        let output = unset(count)
        kernels.multiplyAdd(Buffer(values), Buffer(scale), Buffer(offset), into: output)
        let expected = (0..<count).map { Double(values[$0]) * Double(scale[$0]) + Double(offset[$0]) }
        expectClose(output.values, expected, absolute: 1e-6)
    }

    @Test(arguments: awkwardCounts) func squaresAndTheirGradient(count: Int) {
        let (values, target, offset) = (floats(count, seed: 1), floats(count, seed: 2), floats(count, seed: 3))
        let gradient = unset(count)
        let sum = kernels.squaredDifference(
            Buffer(values), minus: Buffer(target), plus: Buffer(offset), factor: 0.5, into: gradient)
        let differences = (0..<count).map { Double(values[$0]) - Double(target[$0]) + Double(offset[$0]) }
        expectClose(gradient.values, differences.map { 0.5 * $0 }, absolute: 1e-6)
        expectClose(sum, differences.reduce(0) { $0 + $1 * $1 }, relative: 1e-5)
    }

    /// Equal elements pull neither way.
    @Test(arguments: awkwardCounts) func distancesAndTheirSigns(count: Int) {
        let values = floats(count, seed: 1)
        let target = zip(values, floats(count, seed: 2)).enumerated().map { $0 % 3 == 0 ? $1.0 : $1.1 }
        let gradient = unset(count)
        let sum = kernels.absoluteDifference(Buffer(values), minus: Buffer(target), factor: 0.5, into: gradient)
        let differences = zip(values, target).map { Double($0) - Double($1) }
        expectClose(gradient.values, differences.map { $0 > 0 ? 0.5 : $0 < 0 ? -0.5 : 0 })
        expectClose(sum, differences.reduce(0) { $0 + abs($1) }, relative: 1e-5)
    }

    @Test func logVariancesBecomeDeviations() {
        let values = Buffer([0, 2, -4])
        kernels.deviations(ofLogVariances: values)
        expectClose(values.values, [1, exp(1), exp(-2)], relative: 1e-6)
    }

    @Test(arguments: [1, 2, 3]) func oneOfSeveralValuesAnElement(step: Int) {
        let values = floats(7 * step, seed: 1)
        let output = unset(7)
        kernels.strided(Buffer(values), step: step, into: output)
        #expect(output.values == (0..<7).map { values[$0 * step] })
        let sum = Buffer(values)
        kernels.addStrided(output, factor: -1, step: step, to: sum)
        #expect(sum.values == values.enumerated().map { $0 % step == 0 ? 0 : $1 })
    }
}
