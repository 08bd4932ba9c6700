import Kernels

/// The vectors, `[rows, dimension]` each, with which the traces of Jacobians are computed or estimated.
struct FlowProbes {
    let count: Int
    /// The weight of each in the trace.
    let weight: Double
    /// Random signs; empty where the probes are the unit vectors.
    private let signs: [Buffer]
    /// Room for one unit vector per row.
    private let unit: Buffer
    private let dimension: Int

    /// All unit vectors, the same for every row.
    init(units dimension: Int, rows: Int) {
        count = dimension
        weight = 1
        signs = []
        unit = Buffer(count: rows * dimension)
        self.dimension = dimension
    }

    /// Random signs. Those of a row depend on (seed, firstRow + row) alone.
    init(signs count: Int, rows: Int, dimension: Int, seed: UInt64, firstRow: Int) {
        precondition(count > 0, "at least one probe")
        self.count = count
        weight = 1 / Double(count)
        signs = (0..<count).map { _ in Buffer(count: rows * dimension) }
        unit = Buffer(count: 0)
        self.dimension = dimension
        let drawn = Buffer(count: count * dimension)
        for row in 0..<rows {
            RandomStream(seed: seed, purpose: .flowProbes, item: firstRow + row).fillUniform(drawn)
            for (probe, values) in signs.enumerated() {
                for index in 0..<dimension {
                    values[row * dimension + index] = drawn[probe * dimension + index] < 0.5 ? -1 : 1
                }
            }
        }
    }

    /// One probe, which is valid until the next call.
    func probe(_ index: Int) -> Buffer {
        guard signs.isEmpty else { return signs[index] }
        unit.fill(0)
        unit.withMutableSpan { values in
            for place in stride(from: index, to: values.count, by: dimension) { values[place] = 1 }
        }
        return unit
    }
}
