/// A file or folder that has a second name, through a link.
package struct RepeatedFile: Sendable, Hashable, CustomStringConvertible {
    /// The second name, relative to the folder that is read.
    package let path: String
    /// The name under which it is read; empty for the folder itself.
    package let original: String

    package var description: String {
        original.isEmpty
            ? "\(FilePath.line(path)) is the folder itself" : "\(FilePath.line(path)) is \(FilePath.line(original))"
    }
}
