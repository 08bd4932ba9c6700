import Grisaille

/// A condition of a flow prior, with the values of the training images.
struct ConditionReport: Encodable {
    var name: String
    var minimum: Double?
    var maximum: Double?
    var mean: Double?
    var standardDeviation: Double?
    var categories: [String]?

    init(_ condition: PriorCondition) {
        name = condition.name
        switch condition.kind {
        case .number(let mean, let deviation, let minimum, let maximum):
            (self.mean, standardDeviation, self.minimum, self.maximum) = (mean, deviation, minimum, maximum)
        case .categories(let names): categories = names
        }
    }

    var summary: String {
        if let categories { return "\(name): \(Text.list(categories))" }
        guard let minimum, let maximum, let mean else { return name }
        return "\(name): \(Text.number(minimum)) to \(Text.number(maximum)), mean \(Text.number(mean))"
    }
}
