import GreyImages

/// A quantity besides the class on which a flow prior is conditioned, such as an age.
///
/// A value stands for itself as a code: the standardised number, or the index of the category. An unknown value's code is
/// not a number.
package struct PriorCondition: Sendable, Hashable, Codable {
    package var name: String
    package var kind: Kind

    package enum Kind: Sendable, Hashable, Codable {
        /// A number, with the mean, the standard deviation and the range of the training images.
        case number(mean: Double, deviation: Double, minimum: Double, maximum: Double)
        /// A text, which is one of some.
        case categories([String])
    }

    /// The bounds of what a file may ask for.
    static let counts = 0...64
    static let maximumCategories = 1024
    private static let maximumNameBytes = 255
    /// Numbers beyond that many deviations from the mean are told as these.
    private static let maximumDeviations = 1000.0
    /// The range of n numbers that differ is at least one and at most about √(2n) of their deviations.
    private static let rangesPerDeviation = 1.0...1e7

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Summarises an attribute of images.
    ///
    /// - Throws: `ConfigurationError.condition` if fewer than two values are known, if all are the same, or if there are too
    ///   many categories.
    package init(_ attribute: ImageAttribute) throws(ConfigurationError) {
        name = attribute.name
        switch attribute.values {
        case .numbers(let values):
            let known = values.compactMap(\.self)
            guard known.count >= 2 else { throw .condition(name, .fewerThanTwoValues) }
            let (minimum, maximum) = (known.min()!, known.max()!)
            guard minimum < maximum else { throw .condition(name, .constant) }
            let (count, range) = (Double(known.count), maximum - minimum)
            let mean = known.reduce(0) { $0 + $1 / count }
            // In parts of the range, so that no square is too large or too small.
            let variance = known.reduce(0) { $0 + (($1 - mean) / range) * (($1 - mean) / range) } / count
            kind = .number(
                mean: mean, deviation: range * variance.squareRoot(), minimum: minimum, maximum: maximum)
        case .texts(let texts):
            let known = texts.compactMap(\.self)
            guard known.count >= 2 else { throw .condition(name, .fewerThanTwoValues) }
            let categories = Set(known).sorted()
            guard categories.count > 1 else { throw .condition(name, .constant) }
            kind = .categories(categories)
        }
        try check()
    }

    /// The number of features that tell a network the value: a number and whether it is known, or one per category.
    var featureCount: Int {
        switch kind {
        case .number: 2
        case .categories(let categories): categories.count
        }
    }

    /// The code of a number; nil for a condition of categories.
    package func code(of number: Double) -> Float? {
        guard case .number(let mean, let deviation, _, _) = kind else { return nil }
        let deviations = (number - mean) / deviation
        return Float(max(-Self.maximumDeviations, min(Self.maximumDeviations, deviations)))
    }

    /// The code of a category; nil if there is none of that name.
    package func code(of category: String) -> Float? {
        guard case .categories(let categories) = kind else { return nil }
        return categories.firstIndex(of: category).map(Float.init)
    }

    /// Checks what a user or a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    static func check(_ conditions: [PriorCondition]) throws(ConfigurationError) {
        guard counts.contains(conditions.count) else {
            throw .outOfRange(.conditionCount, value: conditions.count, range: counts)
        }
        var names: Set<String> = []
        for condition in conditions {
            guard names.insert(condition.name).inserted else { throw .repeatedCondition(condition.name) }
            try condition.check()
        }
    }

    private func check() throws(ConfigurationError) {
        guard (1...Self.maximumNameBytes).contains(name.utf8.count) else { throw .condition(name, .name) }
        switch kind {
        case .number(let mean, let deviation, let minimum, let maximum):
            // Rounding may put the mean of two neighbouring numbers a little outside of them.
            guard mean.isFinite, deviation > 0, abs(mean - minimum) <= 2 * (maximum - minimum),
                Self.rangesPerDeviation.contains((maximum - minimum) / deviation)
            else { throw .condition(name, .impossible) }
        case .categories(let categories):
            guard categories.count <= Self.maximumCategories else {
                throw .condition(name, .tooManyCategories(categories.count, maximum: Self.maximumCategories))
            }
            guard categories.count > 1, Set(categories).count == categories.count else {
                throw .condition(name, .impossible)
            }
        }
    }
}
