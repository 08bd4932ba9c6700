import Kernels
import Testing

@Suite struct KernelSetTests {
    @Test func setsAreFoundByTheirNames() {
        #expect(!KernelSet.all.isEmpty)
        #expect(Machine.kernelSets == KernelSet.all.map(\.name))
        for set in KernelSet.all { #expect(KernelSet(named: set.name)?.name == set.name) }
        #expect(KernelSet(named: "abacus") == nil)
        #expect(KernelSet(named: "") == nil)
        #expect(Machine.kernelSets.contains(KernelSet.current.name))
    }

    /// The same set gives the same bits again, sums among them.
    @Test(arguments: KernelSet.all)
    func repeatsHaveTheSameBits(kernels: KernelSet) {
        var random = RandomSource(seed: 1)
        let outputs = Buffer(random.floats(2 * 777, -3...3))
        let levels = Buffer(random.levels(777, maximum: 255))
        let gradients = [Buffer(count: 2 * 777), Buffer(count: 2 * 777)]
        let totals = gradients.map {
            kernels.discretizedLogistic(
                outputs: outputs, levels: levels, scale: LevelScale(maximumLevel: 255), gradient: $0)
        }
        #expect(totals[0].bitPattern == totals[1].bitPattern)
        #expect(gradients[0].values == gradients[1].values)
        #expect(kernels.sumOfSquares(outputs).bitPattern == kernels.sumOfSquares(outputs).bitPattern)
    }

    /// The integer generator is the same in all sets; so is what is exact in floating point.
    @Test func uniformNumbersAreTheSameInAllSets() {
        let stream = RandomStream(seed: 4, purpose: .tests)
        let fills = KernelSet.all.map { kernels in
            let buffer = Buffer(count: 1000)
            stream.fillUniform(buffer, kernels: kernels)
            return buffer.values
        }
        #expect(fills.allSatisfy { $0 == fills[0] })
    }
}
