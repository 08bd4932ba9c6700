/// A file or folder that has a second name, through a link.
public struct RepeatedFile: Sendable, Hashable, CustomStringConvertible {
    /// The second name, relative to the folder that is read.
    public let path: String
    /// The name under which it is read; empty for the folder itself.
    public let original: String

    public var description: String {
        original.isEmpty
            ? "\(FilePath.line(path)) is the folder itself" : "\(FilePath.line(path)) is \(FilePath.line(original))"
    }
}
