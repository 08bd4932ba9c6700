/// Why a file can't be read as a greyscale image.
public enum PNGError: Error, Sendable, Hashable, CustomStringConvertible {
    case notPNG(path: String)
    case gitPointer(path: String)
    case empty(path: String)
    case truncated(path: String)
    case damaged(path: String, reason: String)
    case colour(path: String)
    case transparent(path: String)
    case tooLarge(path: String, size: ImageSize, limit: Int)

    public var path: String {
        switch self {
        case .notPNG(let path), .gitPointer(let path), .empty(let path), .truncated(let path), .damaged(let path, _),
            .colour(let path), .transparent(let path), .tooLarge(let path, _, _):
            path
        }
    }
}

extension PNGError: ImageProblem {
    public var description: String { text(naming: ImageReadingRemedy.inWords) }

    package func text(naming name: ImageReadingRemedy.Naming) -> String {
        "\(FilePath.line(path)): \(reason(naming: name))"
    }

    /// What is wrong and how to solve it, without the path.
    private func reason(naming name: ImageReadingRemedy.Naming) -> String {
        switch self {
        case .notPNG: "isn't a PNG; convert it to PNG first"
        case .gitPointer: GitPointer.reason
        case .empty: "is empty; copy it again from where it came"
        case .truncated: "ends before its image does; copy it again from where it came"
        case .damaged(_, let reason): "is damaged (\(reason)); copy it again from where it came"
        case .colour: "is in colour; \(name([.convertToGrey])) takes its luma"
        case .transparent: "is partly transparent; flatten it first"
        case .tooLarge(_, let size, let limit): "is \(size), more than \(limit) pixels; make it smaller first"
        }
    }
}
