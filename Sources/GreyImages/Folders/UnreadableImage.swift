/// A file that can't be read as an image, and the reason.
package enum UnreadableImage: Sendable, Hashable {
    /// The file isn't a PNG that can be used.
    case png(PNGError)
    /// The file can't be opened or read.
    case file(path: String, reason: String)

    init(_ error: FileError) { self = .file(path: error.path, reason: error.reason) }

    package var path: String {
        switch self {
        case .png(let error): error.path
        case .file(let path, _): path
        }
    }
}

extension UnreadableImage: ImageProblem {
    package func text(naming name: ImageReadingRemedy.Naming) -> String {
        switch self {
        case .png(let error): error.text(naming: name)
        case .file(let path, let reason): "\(FilePath.line(path)): \(reason)"
        }
    }
}
