/// A file that can't be read as an image, and the reason.
package struct UnreadableImage: Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(FilePath.line(path)): \(reason)" }
}
