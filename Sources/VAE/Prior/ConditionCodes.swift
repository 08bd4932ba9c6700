import GreyImages

/// The codes of images' values of a prior's conditions.
package struct ConditionCodes: Sendable {
    package let conditionCount: Int
    /// `[images, conditions]`; not a number where the value is unknown.
    package let values: [Float]

    /// - Throws: `ConfigurationError.condition` if the images lack an attribute, or have one of another kind.
    package init(_ conditions: [PriorCondition], of images: ImageDataset) throws(ConfigurationError) {
        conditionCount = conditions.count
        var values = [Float](repeating: .nan, count: images.count * conditions.count)
        for (place, condition) in conditions.enumerated() {
            let attribute = images.attributes.first { $0.name == condition.name }
            switch (attribute?.values, condition.kind) {
            case (.numbers(let numbers), .number):
                for (image, number) in numbers.enumerated() {
                    values[image * conditions.count + place] = number.flatMap(condition.code(of:)) ?? .nan
                }
            case (.texts(let texts), .categories(let categories)):
                let codes = Dictionary(uniqueKeysWithValues: zip(categories, categories.indices))
                for (image, text) in texts.enumerated() {
                    values[image * conditions.count + place] = text.flatMap { codes[$0] }.map(Float.init) ?? .nan
                }
            default: throw .condition(condition.name, .missing)
            }
        }
        self.values = values
    }

    private init(conditionCount: Int, values: [Float]) {
        self.conditionCount = conditionCount
        self.values = values
    }

    /// The codes of some images, in their order.
    package func gathering(_ images: [Int]) -> ConditionCodes {
        ConditionCodes(conditionCount: conditionCount, values: rows(images))
    }

    /// The codes of some images, `[images, conditions]`.
    package func rows(_ images: [Int]) -> [Float] {
        images.flatMap { values[$0 * conditionCount..<($0 + 1) * conditionCount] }
    }

    /// A hash of all codes, which is the same on every machine.
    package var hash: UInt64 {
        values.reduce(0xcbf2_9ce4_8422_2325) { hash, code in
            let bits = code.isNaN ? UInt64.max : UInt64(code.bitPattern)
            let mixed = (hash ^ bits) &* 0x9e37_79b9_7f4a_7c15
            return mixed ^ (mixed >> 29)
        }
    }
}
