/// An error of the file system: a file or folder can't be found, read, created or overwritten.
public enum FileError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    case cannotCreate(path: String, reason: String)
    case exists(path: String)

    public var path: String {
        switch self {
        case .missing(let path), .unreadable(let path, _), .cannotCreate(let path, _), .exists(let path): path
        }
    }

    /// What is wrong, without the path.
    public var reason: String {
        switch self {
        case .missing: "there is no such file or folder; check the path"
        case .unreadable(_, let reason): "can't be read: \(reason)"
        case .cannotCreate(_, let reason): "can't be written: \(reason)"
        case .exists: "exists already; choose another path, or remove it first"
        }
    }

    public var description: String { "\(FilePath.line(path)): \(reason)" }

    /// This error for a path that will be written. A path that can't be examined can't be written either.
    public var ofOutput: FileError {
        guard case .unreadable(let path, let reason) = self else { return self }
        return .cannotCreate(path: path, reason: reason)
    }
}
