import Platform

/// A linear function that reads an attribute off uncorrelated coordinates: ridge regression for a number, logistic regression
/// for two values. The penalty is the one that does best on a quarter of the items; then all items are fitted.
///
/// Source: Hoerl & Kennard, 1970, "Ridge regression: biased estimation for nonorthogonal problems".
struct LinearReading: Sendable {
    let weights: [Double]
    let intercept: Double

    /// The penalties to try, as shares of the largest variance.
    private static let penalties = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]

    /// - Parameter rows: `[items, coordinates]`, in random order.
    init(_ rows: [[Double]], _ attribute: Attribute) {
        let inner = max(1, rows.count * 3 / 4)
        let tested = inner..<rows.count
        func part(_ range: Range<Int>) -> ([[Double]], Attribute) {
            (Array(rows[range]), attribute.subset(Array(range)))
        }
        let best =
            tested.isEmpty
            ? Self.penalties[2]
            : Self.penalties.min { first, second in
                func loss(_ penalty: Double) -> Double {
                    let (fitted, answers) = part(0..<inner)
                    let (others, expected) = part(tested)
                    return LinearReading(fitted, answers, penalty: penalty).loss(others, expected)
                }
                return loss(first) < loss(second)
            }!
        self.init(rows, attribute, penalty: best)
    }

    private init(_ rows: [[Double]], _ attribute: Attribute, penalty share: Double) {
        let count = rows[0].count
        let variances = (0..<count).map { column in rows.reduce(0) { $0 + $1[column] * $1[column] } / Double(rows.count)
        }
        let penalty = share * max(variances.max() ?? 0, 1e-300)
        switch attribute {
        case .numeric(let values):
            let mean = values.reduce(0, +) / Double(values.count)
            // The coordinates are uncorrelated: each has its own weight.
            weights = (0..<count).map { column in
                let product = zip(rows, values).reduce(0) { $0 + $1.0[column] * ($1.1 - mean) } / Double(rows.count)
                return product / (variances[column] + penalty)
            }
            intercept = mean
        case .binary(let answers, _):
            // Newton's method wants coordinates of about one.
            let scale = (variances.max() ?? 1).squareRoot() + 1e-300
            let regression = LogisticRegression(rows.map { $0.map { $0 / scale } }, answers, penalty: share)
            weights = regression.weights.map { $0 / scale }
            intercept = regression.intercept
        }
    }

    func reading(_ row: [Double]) -> Double { zip(row, weights).reduce(intercept) { $0 + $1.0 * $1.1 } }

    /// The sum of squared errors for a number, the negative log likelihood for two values.
    private func loss(_ rows: [[Double]], _ attribute: Attribute) -> Double {
        switch attribute {
        case .numeric(let values):
            return zip(rows, values).reduce(0) { $0 + ($1.1 - reading($1.0)) * ($1.1 - reading($1.0)) }
        case .binary(let answers, _):
            return zip(rows, answers).reduce(0) { sum, item in
                let odds = reading(item.0)
                return sum + log1p(exp(-abs(odds))) + max(0, item.1 ? -odds : odds)
            }
        }
    }

    /// R² for a number, the area under the ROC curve for two values; nil if the items are all alike.
    ///
    /// Source: Hanley & McNeil, 1982, "The meaning and use of the area under a receiver operating characteristic curve".
    func score(_ rows: [[Double]], _ attribute: Attribute) -> Double? {
        let readings = rows.map(reading)
        switch attribute {
        case .numeric(let values):
            let mean = values.reduce(0, +) / Double(max(1, values.count))
            let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let rest = zip(values, readings).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return total > 0 ? 1 - rest / total : nil
        case .binary(let answers, _):
            let (yes, no) = (answers.indices.filter { answers[$0] }, answers.indices.filter { !answers[$0] })
            guard !yes.isEmpty, !no.isEmpty else { return nil }
            var wins = 0.0
            for first in yes {
                for second in no {
                    wins += readings[first] > readings[second] ? 1 : readings[first] == readings[second] ? 0.5 : 0
                }
            }
            return wins / Double(yes.count * no.count)
        }
    }
}

extension Attribute {
    /// The attribute of some images.
    func subset(_ indices: [Int]) -> Attribute {
        switch self {
        case .numeric(let numbers): .numeric(indices.map { numbers[$0] })
        case .binary(let answers, let values): .binary(indices.map { answers[$0] }, values: values)
        }
    }
}
