/// Where an array is: a file, and the array's name in it where it is an archive of several.
public struct NumpyLocation: Sendable, Hashable {
    public let file: String
    /// Nil where the path names none.
    public let name: String?

    /// Takes `a.npz:images` apart, unless there is a file of that whole name.
    ///
    /// - Throws: ``FileError/unreadable(path:reason:)`` where the system can't tell.
    public init(_ path: String) throws(FileError) {
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
