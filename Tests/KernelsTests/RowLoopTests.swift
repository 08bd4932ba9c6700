import Kernels
import Testing

@Suite struct RowLoopTests {
    @Test(arguments: KernelSet.all, [1, 3, 15, 16, 17, 40])
    func partsOfRowsAreCopiedAndAdded(kernels: KernelSet, columns: Int) {
        var random = RandomSource(seed: 1)
        let rows = 5
        let (from, to) = (columns + 3, columns + 7)
        let input = random.floats(rows * from)
        let before = random.floats(rows * to)
        let (copied, added) = (Buffer(before), Buffer(before))
        kernels.copyRows(rows, columns: columns, of: Buffer(input), pitch: from, into: copied, pitch: to)
        kernels.addRows(rows, columns: columns, of: Buffer(input), pitch: from, to: added, pitch: to)
        for index in before.indices {
            let (row, column) = (index / to, index % to)
            let value = column < columns ? input[row * from + column] : nil
            #expect(copied[index] == value ?? before[index])
            #expect(added[index] == before[index] + (value ?? 0))
        }
    }

    @Test(arguments: KernelSet.all, awkwardCounts) func sumsOfTwo(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 2)
        let (first, second) = (random.floats(count), random.floats(count))
        let sum = Buffer(count: count)
        kernels.add(Buffer(first), Buffer(second), into: sum)
        #expect(sum.values == zip(first, second).map { $0 + $1 })
    }
}
