/// A file that can't be read as an image, and the reason.
public struct UnreadableImage: Sendable, Hashable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(FilePath.line(path)): \(reason)" }
}
