/// Smooths the changes of the points between a path's fixed ends: the inverse of the second difference spreads the pull at each
/// point over its neighbours, so that the path moves as a whole and not point by point.
///
/// Source: Neuberger, 1997, "Sobolev gradients and differential equations".
enum PathRelaxation {
    /// Solves 2·x[i] - x[i-1] - x[i+1] = pull[i] for x, with zeros at both ends; both are `[points, dimension]`.
    static func spread(_ pull: [[Double]]) -> [[Double]] {
        guard let dimension = pull.first?.count else { return [] }
        // Thomas's elimination, the same for every dimension.
        var (factors, solution) = ([Double](), pull)
        for row in pull.indices {
            let pivot = row == 0 ? 2 : 2 - factors[row - 1]
            factors.append(1 / pivot)
            for index in 0..<dimension {
                solution[row][index] = (pull[row][index] + (row == 0 ? 0 : solution[row - 1][index])) / pivot
            }
        }
        for row in pull.indices.dropLast().reversed() {
            for index in 0..<dimension { solution[row][index] += factors[row] * solution[row + 1][index] }
        }
        return solution
    }
}
