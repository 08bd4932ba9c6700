import ArgumentParser

/// An amount, as in `1.5`, or evenly spaced amounts, as in `-2:2:9`.
struct AmountRange: ExpressibleByArgument, CustomStringConvertible {
    let from: Double
    let to: Double
    let steps: Int

    /// The maximum amount, in deviations: farther than any image.
    private static let largest = 1e6

    init(from: Double, to: Double, steps: Int) {
        self.from = from
        self.to = to
        self.steps = steps
    }

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let from = Double(parts[0]), abs(from) <= Self.largest else { return nil }
        if parts.count == 1 {
            self.init(from: from, to: from, steps: 1)
            return
        }
        guard parts.count == 3, let to = Double(parts[1]), abs(to) <= Self.largest, let steps = Int(parts[2]),
            (2...10_000).contains(steps)
        else { return nil }
        self.init(from: from, to: to, steps: steps)
    }

    var values: [Double] {
        steps == 1 ? [from] : (0..<steps).map { from + (to - from) * Double($0) / Double(steps - 1) }
    }

    var description: String { steps == 1 ? "\(from)" : "\(from):\(to):\(steps)" }
    var defaultValueDescription: String { description }
}
