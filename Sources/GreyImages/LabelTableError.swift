/// Why a table of labels can't be used.
public enum LabelTableError: Error, Sendable, Hashable, CustomStringConvertible {
    case empty(path: String)
    case damaged(path: String, line: Int, reason: String)
    case noColumn(path: String, String, known: [String])
    /// No image has a value; `example` is the name of one.
    case noMatch(path: String, String, example: String)

    public var description: String {
        switch self {
        case .empty(let path):
            "\(path): is empty; it should begin with a header line such as file,age"
        case .damaged(let path, let line, let reason):
            "\(path): line \(line) \(reason)"
        case .noColumn(let path, let column, let known):
            "\(path): has no column ‘\(column)’; it has \(known.joined(separator: ", "))"
        case .noMatch(let path, let column, let example):
            "\(path): the column ‘\(column)’ says nothing of any image; name images as in \(example)"
        }
    }
}
