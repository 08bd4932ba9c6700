import Kernels

/// The conditions that the velocity network is told.
extension VelocityNetwork {
    /// The features of the conditions in a row of `features`.
    package func conditions(in features: Buffer, row: Int) -> Buffer {
        features[row: row, of: featureCount][conditionFeatures]
    }

    /// Tells a row its conditions: for a number its standardised value and a one, for a category a one at its place, and
    /// zeros for what is unknown.
    ///
    /// - Parameters:
    ///   - features: `[rows, featureCount]`; the other features of the row stay.
    ///   - codes: `[conditions]`; not a number where the value is unknown.
    package func fillConditions(_ features: Buffer, row: Int, codes: Buffer) {
        guard let conditions = configuration.conditions else { return }
        precondition(codes.count == conditions.count, "a code for every condition")
        let place = self.conditions(in: features, row: row)
        place.fill(0)
        var start = 0
        for index in conditions.indices {
            let code = codes[index]
            if !code.isNaN {
                switch conditions[index].kind {
                case .number:
                    place[start] = code
                    place[start + 1] = 1
                case .categories: place[start + Int(code)] = 1
                }
            }
            start += conditions[index].featureCount
        }
    }

    /// Whether a row is told any condition.
    package func isToldConditions(_ features: Buffer, row: Int) -> Bool {
        let place = conditions(in: features, row: row)
        return (0..<place.count).contains { place[$0] != 0 }
    }
}
