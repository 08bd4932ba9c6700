import Kernels
import Testing

/// Every loop of every compiled set against the same sum written plainly, in double precision.
@Suite struct ElementLoopTests {
    @Test(arguments: KernelSet.all, awkwardCounts)
    func biasIsAddedToEveryRow(kernels: KernelSet, columns: Int) {
        guard columns > 0 else { return }
        var random = RandomSource(seed: 1)
        for rows in [0, 1, 3, 32] {
            let bias = random.floats(columns)
            let values = random.floats(rows * columns)
            for relu in [false, true] {
                let buffer = Buffer(values)
                kernels.addBias(Buffer(bias), to: buffer, relu: relu)
                let expected = values.indices.map { index in
                    let sum = Double(values[index] + bias[index % columns])
                    return relu ? max(0, sum) : sum
                }
                expectClose(buffer.values, expected)
            }
        }
    }

    @Test(arguments: KernelSet.all) func levelsAreRoundedToTheNearest(kernels: KernelSet) {
        let levels: [Float] =
            [0, 0.25, 0.5, 0.75, 1, 254.4, 254.6, 255, 65534.5, 65535] + (0..<40).map { Float($0) + 0.4 }
        #expect(kernels.rounded(Buffer(levels)) == levels.map { UInt16(($0 + 0.5).rounded(.down)) })
        #expect(kernels.rounded(Buffer([-1, 1e9, .nan])) == [0, 65535, 0])
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func rectifiedGradientIsZeroWhereTheOutputIs(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 2)
        let gradient = random.floats(count)
        let output = random.floats(count).map { max(0, $0) }
        let buffer = Buffer(gradient)
        kernels.reluGradient(buffer, output: Buffer(output))
        expectClose(buffer.values, zip(gradient, output).map { $1 > 0 ? Double($0) : 0 })
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func sumsAreThoseOfTheReference(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 3)
        let values = random.floats(count)
        let others = random.floats(count)
        let sum = Buffer(values)
        kernels.add(Buffer(others), to: sum)
        expectClose(sum.values, zip(values, others).map { Double($0 + $1) })
        let squares = values.reduce(0) { $0 + Double($1) * Double($1) }
        expectClose(kernels.sumOfSquares(Buffer(values)), squares, relative: 1e-6)

        guard count > 0 else { return }
        for rows in [0, 1, 7, 66] {
            let table = random.floats(rows * count)
            let sums = Buffer(others)
            kernels.addRowSums(of: Buffer(table), to: sums)
            let expected = (0..<count).map { column in
                (0..<rows).reduce(Double(others[column])) { $0 + Double(table[$1 * count + column]) }
            }
            expectClose(sums.values, expected, absolute: 2e-6 * Double(max(1, rows / 8)))
        }
    }

    /// The columns' sums in all their forms: few columns that go into a register side by side, and many.
    @Test(arguments: KernelSet.all, [1, 2, 3, 4, 8, 31, 32, 33, 100])
    func sumsOfColumnsAreThoseOfTheReference(kernels: KernelSet, columns: Int) {
        var random = RandomSource(seed: 5)
        let rows = 67
        let values = random.floats(rows * columns)
        let output = random.floats(rows * columns).map { max(0, $0) }
        let start = random.floats(columns)
        func sums(_ values: [Float], from start: [Float]) -> [Double] {
            (0..<columns).map { column in
                (0..<rows).reduce(Double(start[column])) { $0 + Double(values[$1 * columns + column]) }
            }
        }
        let plain = Buffer(start)
        kernels.addRowSums(of: Buffer(values), to: plain)
        expectClose(plain.values, sums(values, from: start), absolute: 2e-5)

        let gradient = Buffer(values)
        let rectified = Buffer(start)
        kernels.activationGradient(gradient, output: Buffer(output), addingSumsTo: rectified)
        let expected = zip(values, output).map { $1 > 0 ? $0 : 0 }
        #expect(gradient.values == expected)
        expectClose(rectified.values, sums(expected, from: start), absolute: 2e-5)

        let some = Buffer(start)
        kernels.columnSums(of: Buffer(values), rows: rows, columns: columns, columns / 2..<columns, into: some)
        let zeros = [Float](repeating: 0, count: columns)
        expectClose(
            some.values, start.prefix(columns / 2).map(Double.init) + sums(values, from: zeros).dropFirst(columns / 2),
            absolute: 2e-5)
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func arraysAreAddedToEveryRow(kernels: KernelSet, columns: Int) {
        guard columns > 0 else { return }
        var random = RandomSource(seed: 6)
        let (values, addend) = (random.floats(3 * columns), random.floats(columns))
        let output = Buffer(count: 3 * columns)
        kernels.addToRows(Buffer(addend), of: Buffer(values), into: output)
        #expect(output.values == values.indices.map { values[$0] + addend[$0 % columns] })
    }

    @Test(arguments: KernelSet.all, [1, 2, 7, 16, 33])
    func halvesOfRowsArePartedAndJoined(kernels: KernelSet, columns: Int) {
        let (images, rows) = (3, 5)
        let values = (0..<images * rows * 2 * columns).map(Float.init)
        let (split, joined) = (Buffer(count: values.count), Buffer(count: values.count))
        kernels.splitRows(of: Buffer(values), images: images, rows: rows, columns: columns, into: split)
        var expected: [Float] = []
        for image in 0..<images {
            for half in 0..<2 {
                for row in 0..<rows {
                    let start = ((image * rows + row) * 2 + half) * columns
                    expected += values[start..<start + columns]
                }
            }
        }
        #expect(split.values == expected)
        kernels.joinRows(of: split, images: images, rows: rows, columns: columns, into: joined)
        #expect(joined.values == values)
    }

    /// A million equal squares: a plain float sum would be off by parts in a thousand.
    @Test(arguments: KernelSet.all)
    func longSumsOfSquaresKeepTheirPrecision(kernels: KernelSet) {
        let values = Buffer(count: 1 << 20)
        values.fill(0.1)
        let square = Double(Float(0.1)) * Double(Float(0.1))
        expectClose(kernels.sumOfSquares(values), square * Double(1 << 20), relative: 1e-6)
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func scalingWorksInPlaceToo(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 4)
        let values = random.floats(count)
        let expected = values.map { Double($0) * 0.75 - 2 }
        let output = Buffer(count: count)
        let input = Buffer(values)
        kernels.scale(input, by: 0.75, offset: -2, into: output)
        expectClose(output.values, expected, absolute: 3e-7)
        kernels.scale(input, by: 0.75, offset: -2, into: input)
        #expect(input.values == output.values)
    }

    /// A pixel is drawn at the maximum with probability level / maximum, and always or never at the ends.
    @Test(arguments: KernelSet.all, [255, 65535])
    func binarizationHasTheLevelAsItsProbability(kernels: KernelSet, maximum: Int) {
        let count = 40_000
        let uniform = Buffer(count: count)
        RandomStream(seed: 5, purpose: .tests).fillUniform(uniform, kernels: kernels)
        for level in [0, maximum / 5, maximum / 2, maximum] {
            let levels = Buffer(count: count)
            levels.fill(Float(level))
            kernels.binarize(levels, uniform: uniform, maximumLevel: maximum)
            let drawn = levels.values
            #expect(drawn.allSatisfy { $0 == 0 || $0 == Float(maximum) })
            let share = Double(drawn.count { $0 > 0 }) / Double(count)
            let probability = Double(level) / Double(maximum)
            // Five standard deviations; exact where the probability is 0 or 1.
            expectClose(
                share, probability,
                absolute: 5 * (probability * (1 - probability) / Double(count)).squareRoot())
        }
    }

    /// The smallest and the largest uniform number there are.
    @Test(arguments: KernelSet.all)
    func binarizationIsCertainAtBothEnds(kernels: KernelSet) {
        let uniform = Buffer([0x1p-24, 1 - 0x1p-24])
        for maximum in [255, 65535] {
            let black = Buffer([0, 0])
            kernels.binarize(black, uniform: uniform, maximumLevel: maximum)
            #expect(black.values == [0, 0])
            let white = Buffer([Float(maximum), Float(maximum)])
            kernels.binarize(white, uniform: uniform, maximumLevel: maximum)
            #expect(white.values == [Float(maximum), Float(maximum)])
        }
    }

    /// A network that has diverged must say so: a rectified unit that makes zeros of NaN would hide it.
    @Test(arguments: KernelSet.all)
    func rectifiedUnitsLetNaNThrough(kernels: KernelSet) {
        let values = Buffer([Float](repeating: .nan, count: 37))
        kernels.addBias(Buffer(count: 37), to: values, relu: true)
        #expect(values.values.allSatisfy { $0.isNaN })
    }
}
