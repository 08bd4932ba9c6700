/// The location of an array: a file, and the name of the array if the file is an archive.
package struct NumpyLocation: Sendable, Hashable {
    package let file: String
    /// The name of the array in an archive; nil if the path has none.
    package let name: String?

    /// Splits a path such as `a.npz:images`, unless there is a file with that whole name.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    package init(_ path: String) throws(FileError) {
        guard let colon = path.utf8.lastIndex(of: UInt8(ascii: ":")),
            FilePath.hasExtension(String(path[..<colon]), "npz"), try !FilePath.exists(path)
        else {
            (file, name) = (path, nil)
            return
        }
        file = String(path[..<colon])
        name = String(path[path.utf8.index(after: colon)...])
    }
}
