import Kernels
import Platform

/// A logistic regression: log odds = intercept + Σ weight · coordinate.
struct LogisticRegression: Sendable, Hashable {
    let weights: [Double]
    let intercept: Double

    private static let maximumSteps = 30

    /// Fits by Newton's method.
    ///
    /// - Parameters:
    ///   - rows: `[items, coordinates]`
    ///   - answers: The answer of every item.
    ///   - penalty: The weight of Σ weight² / 2 beside the mean negative log likelihood in nats. It is above 0, so that there
    ///     is an optimum even if a plane separates the answers.
    /// - Complexity: O(items · coordinates² + coordinates³) per step.
    init(_ rows: [[Double]], _ answers: [Bool], penalty: Double) {
        let count = rows[0].count
        var solution = [Double](repeating: 0, count: count + 1)
        var last = Double.infinity
        for _ in 0..<Self.maximumSteps {
            var gradient = [Double](repeating: 0, count: count + 1)
            var curvature = [Double](repeating: 0, count: (count + 1) * (count + 1))
            var loss = 0.0
            for (row, answer) in zip(rows, answers) {
                let point = row + [1]
                let odds = zip(point, solution).reduce(0) { $0 + $1.0 * $1.1 }
                let probability = 1 / (1 + exp(-odds))
                loss += log1p(exp(-abs(odds))) + max(0, answer ? -odds : odds)
                let (error, weight) = (probability - (answer ? 1 : 0), probability * (1 - probability))
                for i in point.indices {
                    gradient[i] += error * point[i]
                    let scaled = weight * point[i]
                    for j in 0...i { curvature[i * (count + 1) + j] += scaled * point[j] }
                }
            }
            let scale = 1 / Double(rows.count)
            loss *= scale
            for i in 0...count {
                gradient[i] *= scale
                for j in 0...i { curvature[i * (count + 1) + j] *= scale }
                curvature[i * (count + 1) + i] += i < count ? penalty : 1e-9
                if i < count {
                    gradient[i] += penalty * solution[i]
                    loss += 0.5 * penalty * solution[i] * solution[i]
                }
            }
            let step = CholeskyFactor(curvature, size: count + 1).solve(gradient)
            // Far from the optimum steps are kept short: the curvature holds only near their beginning.
            let longest = step.map(abs).max()!
            let share = min(1, 5 / max(longest, 1e-300))
            for i in 0...count { solution[i] -= share * step[i] }
            if abs(last - loss) < 1e-9 { break }
            last = loss
        }
        weights = Array(solution.prefix(count))
        intercept = solution[count]
    }

    func logOdds(_ row: [Double]) -> Double { zip(row, weights).reduce(intercept) { $0 + $1.0 * $1.1 } }

    /// The mean negative log likelihood, in nats per item.
    func meanLoss(_ rows: [[Double]], _ answers: [Bool]) -> Double {
        zip(rows, answers).reduce(0) { sum, item in
            let odds = logOdds(item.0)
            return sum + log1p(exp(-abs(odds))) + max(0, item.1 ? -odds : odds)
        } / Double(rows.count)
    }
}
