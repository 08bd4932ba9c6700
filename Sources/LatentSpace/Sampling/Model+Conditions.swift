import GreyImages
import VAE

extension Prior {
    /// The conditions that the prior can be given.
    package var conditions: [PriorCondition] {
        if case .flow(let flow) = configuration { flow.conditions ?? [] } else { [] }
    }

    /// Whether samples are told a class or a condition, which guidance can emphasise.
    package var isGuidable: Bool { !classNames.isEmpty || (self as? FlowPrior)?.isGivenConditions ?? false }
}

extension Model {
    /// The model whose samples have some values of the conditions that its prior was trained with, such as `["age": "60"]`.
    /// All other conditions stay unknown. A file of the model doesn't keep the values.
    ///
    /// - Parameter values: The values by the names of their conditions: a decimal number, or the text of a category.
    /// - Throws: `SamplingError`.
    public func given(_ values: [String: String]) throws(SamplingError) -> Model {
        guard !values.isEmpty else { return self }
        let conditions = prior.conditions
        guard let flow = prior as? FlowPrior, !conditions.isEmpty else { throw .noConditions }
        var codes = [Float](repeating: .nan, count: conditions.count)
        for (name, text) in values.sorted(by: { $0.key < $1.key }) {
            guard let place = conditions.firstIndex(where: { $0.name == name }) else {
                throw .unknownCondition(name, known: conditions.map(\.name))
            }
            codes[place] = try conditions[place].code(ofText: text)
        }
        return with(prior: flow.given(codes)).with(facts: facts)
    }
}

extension PriorCondition {
    /// The code of a value that is written as text.
    ///
    /// - Throws: `SamplingError` if the text isn't a number, or no category.
    fileprivate func code(ofText text: String) throws(SamplingError) -> Float {
        switch kind {
        case .number:
            guard let number = LabelColumn.number(text), let code = code(of: number) else {
                throw .conditionNotANumber(name, text: text)
            }
            return code
        case .categories(let known):
            guard let code = code(of: text) else { throw .unknownCategory(name, text: text, known: known) }
            return code
        }
    }
}
