/// Why a table of labels can't be used.
package enum LabelTableError: Error, Sendable, Hashable, CustomStringConvertible {
    case empty(path: String)
    case damaged(path: String, line: Int, reason: String)
    /// The file isn't text, or its encoding isn't supported.
    case encoding(path: String, String)
    /// The file is a workbook or another zip archive.
    case workbook(path: String)
    case gitPointer(path: String)
    case noColumn(path: String, String, known: [String])
    /// Several columns have the same name. `places` counts from 1.
    case columnTwice(path: String, String, places: [Int])
    /// No image has a value. `image` is the name of one image, and `row` the name in one row.
    case noMatch(path: String, column: String, image: String, row: String?)
    /// Two rows have different values for one image.
    case conflict(path: String, column: String, name: String, lines: [Int], values: [String])
    case badCell(path: String, line: Int, column: String, text: String, reason: String)

    package var description: String { FilePath.line(message) }

    private var message: String {
        switch self {
        case .empty(let path):
            "\(path): is empty; it should begin with a header line such as file,age"
        case .damaged(let path, let line, let reason):
            "\(path): line \(line) \(reason)"
        case .encoding(let path, let fault):
            "\(path): \(fault); save it as UTF-8"
        case .workbook(let path):
            "\(path): is a workbook or another archive, not text; save it as comma-separated values (CSV)"
        case .gitPointer(let path):
            "\(path): \(GitPointer.reason)"
        case .noColumn(let path, let column, let known):
            known.isEmpty
                ? "\(path): has no column ‘\(column)’; its header line holds no comma, semicolon or tab"
                : "\(path): has no column ‘\(column)’; it has \(known.joined(separator: ", "))"
        case .columnTwice(let path, let column, let places):
            "\(path): has the column ‘\(column)’ \(places.count) times (\(Self.list(places))); rename all but one"
        case .noMatch(let path, let column, let image, let row):
            "\(path): the column ‘\(column)’ has no value for any image; name images as in \(image)"
                + (row.map { ", where the table has \($0)" } ?? "")
        case .conflict(let path, let column, let name, let lines, let values):
            "\(path): lines \(Self.list(lines)) have different values for \(name): ‘\(column)’ is ‘\(values[0])’ and "
                + "‘\(values[1])’; keep one of them"
        case .badCell(let path, let line, let column, let text, let reason):
            "\(path): line \(line), column ‘\(column)’: ‘\(text)’ \(reason)"
        }
    }

    private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: " and ") }
}
