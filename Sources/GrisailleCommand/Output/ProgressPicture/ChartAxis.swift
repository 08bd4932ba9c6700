import Platform

/// An axis of a chart: its range, and the round values that are marked on it.
struct ChartAxis {
    let range: ClosedRange<Double>
    let ticks: [Double]
    /// The decimals with which all ticks are told apart.
    private let decimals: Int

    /// - Parameters:
    ///   - range: The values to show. It may be empty.
    ///   - count: The approximate number of ticks.
    init(_ range: ClosedRange<Double>, ticks count: Int) {
        // Half of the last digit of single precision, for a line without any change.
        let least = max(1e-6, 1e-6 * max(abs(range.lowerBound), abs(range.upperBound)))
        let wide =
            range.upperBound - range.lowerBound >= least
            ? range : range.lowerBound - least...range.upperBound + least
        self.range = wide
        let rough = (wide.upperBound - wide.lowerBound) / Double(count)
        let exponent = Int(log10(rough).rounded(.down))
        let power = pow(10, Double(exponent))
        let factor: Double = rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10
        let step = factor * power
        decimals = max(0, -(factor == 10 ? exponent + 1 : exponent))
        let first = (wide.lowerBound / step).rounded(.up)
        ticks = (0...2 * count + 2).map { (first + Double($0)) * step }.filter { $0 <= wide.upperBound }
    }

    /// The share of the axis at which a value is.
    func share(of value: Double) -> Double {
        (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    func label(of tick: Double) -> String {
        decimals == 0 && abs(tick) < 1e15 ? Text.grouped(Int(tick.rounded())) : Text.fixed(tick, decimals)
    }
}
