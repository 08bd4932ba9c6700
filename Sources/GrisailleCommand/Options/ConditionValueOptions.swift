import ArgumentParser
import Grisaille

/// The values of a prior's conditions that samples shall have.
struct ConditionValueOptions: ParsableArguments {
    @Option(
        name: .customLong("condition"),
        help: ArgumentHelp(
            """
            Draw samples with this value of a column that the prior was conditioned on (train --condition). Can be \
            repeated, or several with commas. (default: whatever the prior makes)
            """, valueName: "column=value,…"))
    var assignments: [String] = []

    /// The model whose samples have the values, and the values.
    ///
    /// - Throws: `SamplingError`, `CommandError.usage`.
    func given(to model: Model, quiet: Bool) throws -> (model: Model, values: [String: String]) {
        let conditions = model.prior.conditions
        var values: [String: String] = [:]
        for (name, value) in try assignments.flatMap({ try Self.parse($0, conditions) }) {
            guard values.updateValue(value, forKey: name) == nil else {
                throw CommandError.usage("--condition gives ‘\(name)’ two values: leave one out")
            }
        }
        let given = try model.given(values)
        if !quiet {
            for condition in conditions {
                guard let text = values[condition.name], let range = condition.range, let number = Double(text),
                    !range.contains(number)
                else { continue }
                Console.warning(
                    "--condition \(condition.name)=\(text) is outside of what the prior was trained on, "
                        + "\(Text.number(range.lowerBound)) to \(Text.number(range.upperBound)): samples may be implausible"
                )
            }
        }
        return (given, values)
    }

    /// Parses `age=60` or `age=60,sex=F`. Names and categories may hold commas and equals signs if the prior knows them.
    private static func parse(
        _ text: String, _ conditions: [PriorCondition]
    ) throws -> [(name: String, value: String)] {
        if let whole = assignment(text, conditions), conditions.contains(where: { $0.has(whole) }) { return [whole] }
        // A part without an equals sign belongs to the value before it.
        var parts: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part.contains("=") || parts.isEmpty {
                parts.append(String(part))
            } else {
                parts[parts.count - 1] += "," + part
            }
        }
        return try parts.map { part in
            guard let found = assignment(part, conditions), !found.name.isEmpty, !found.value.isEmpty else {
                throw CommandError.usage("--condition \(text): write it as in age=60 or age=60,sex=F")
            }
            return found
        }
    }

    /// The name and the value of an assignment: the longest name that the prior knows, or else all up to the first equals
    /// sign.
    private static func assignment(
        _ text: String, _ conditions: [PriorCondition]
    ) -> (name: String, value: String)? {
        let known = conditions.map(\.name).filter { text.hasPrefix($0 + "=") }.max { $0.count < $1.count }
        guard let name = known ?? text.firstIndex(of: "=").map({ String(text[..<$0]) }) else { return nil }
        return (name, String(text.dropFirst(name.count + 1)))
    }
}

extension PriorCondition {
    /// The range of the numbers that it was trained on; nil for categories.
    fileprivate var range: ClosedRange<Double>? {
        guard case .number(_, _, let minimum, let maximum) = kind else { return nil }
        return minimum...maximum
    }

    /// Whether an assignment gives it one of its categories.
    fileprivate func has(_ assignment: (name: String, value: String)) -> Bool {
        assignment.name == name && code(of: assignment.value) != nil
    }
}
