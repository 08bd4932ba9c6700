/// A function of one number as a table, so that evaluating it takes one interpolation.
struct Curve {
    private let low: Double
    private let scale: Double
    private let table: [Double]

    init(over range: ClosedRange<Double>, count: Int = 256, _ function: (Double) -> Double) {
        low = range.lowerBound
        let width = range.upperBound - range.lowerBound
        scale = Double(count) / width
        table = (0...count).map { function(range.lowerBound + width * Double($0) / Double(count)) }
    }

    /// The value at `x`. Beyond the range it is the value at the nearer end.
    @inline(__always)
    func callAsFunction(_ x: Double) -> Double {
        let position = min(max((x - low) * scale, 0), Double(table.count - 1))
        let index = min(Int(position), table.count - 2)
        let share = position - Double(index)
        return table[index] + (table[index + 1] - table[index]) * share
    }
}
