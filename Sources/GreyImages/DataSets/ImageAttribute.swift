/// A value of each image besides its pixels, such as an age or the name of a site. It may be unknown for some images.
public struct ImageAttribute: Sendable, Hashable {
    public let name: String
    package let values: LabelColumn.Values

    /// Creates an attribute of numbers.
    ///
    /// - Parameter numbers: The number of each image; nil where it is unknown. A number that isn't finite is unknown too.
    public init(_ name: String, numbers: [Double?]) {
        self.name = name
        values = .numbers(numbers.map { number in number.flatMap { $0.isFinite ? $0 : nil } })
    }

    /// Creates an attribute of texts.
    ///
    /// - Parameter texts: The text of each image; nil where it is unknown.
    public init(_ name: String, texts: [String?]) {
        self.name = name
        values = .texts(texts)
    }

    /// The column of a table as an attribute of its images.
    ///
    /// - Throws: `LabelTableError` for a cell among numbers that isn't a number.
    package init(_ column: LabelColumn) throws(LabelTableError) {
        name = column.name
        values = try column.values()
    }

    /// The number of images.
    var count: Int {
        switch values {
        case .numbers(let numbers): numbers.count
        case .texts(let texts): texts.count
        }
    }

    func subset(_ indices: [Int]) -> ImageAttribute {
        switch values {
        case .numbers(let numbers): ImageAttribute(name, numbers: indices.map { numbers[$0] })
        case .texts(let texts): ImageAttribute(name, texts: indices.map { texts[$0] })
        }
    }
}
