import Platform

/// The logarithms of the elementary symmetric polynomials eₗ of the first values of a list: eₗ is the sum of all products of l
/// of them.
///
/// Source: Kulesza & Taskar, 2012, arXiv:1207.6083, algorithm 7.
struct SymmetricPolynomials {
    private let largest: Int
    /// `[values + 1, largest + 1]`
    private let logs: [Double]

    /// - Parameters:
    ///   - logValues: The logarithms of the values, which are positive.
    ///   - largest: The maximum degree.
    /// - Complexity: values · largest.
    init(logValues: [Double], largest: Int) {
        self.largest = largest
        let width = largest + 1
        var logs = [Double](repeating: -.infinity, count: (logValues.count + 1) * width)
        logs[0] = 0
        for (index, logValue) in logValues.enumerated() {
            let (row, last) = ((index + 1) * width, index * width)
            logs[row] = 0
            for degree in 1..<max(1, min(largest, index + 1) + 1) {
                logs[row + degree] = Self.logSum(logs[last + degree], logValue + logs[last + degree - 1])
            }
        }
        self.logs = logs
    }

    /// The logarithm of the polynomial of a degree of the first `count` values.
    subscript(degree: Int, count: Int) -> Double { logs[count * (largest + 1) + degree] }

    /// log (eᵃ + eᵇ)
    static func logSum(_ a: Double, _ b: Double) -> Double {
        let (high, low) = (max(a, b), min(a, b))
        return low == -.infinity ? high : high + log1p(exp(low - high))
    }
}
