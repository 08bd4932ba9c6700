/// Where an array is: a file, and the array's name in it where it is an archive of several.
struct NumpyLocation: Equatable {
    let file: String
    /// Nil where the path names none.
    let name: String?

    /// Takes `a.npz:images` apart, unless there is a file of that whole name.
    init(_ path: String) {
        let colon = path.utf8.lastIndex(of: UInt8(ascii: ":"))
        guard !FilePath.exists(path), let colon, FilePath.hasExtension(String(path[..<colon]), "npz") else {
            (file, name) = (path, nil)
            return
        }
        file = String(path[..<colon])
        name = String(path[path.utf8.index(after: colon)...])
    }
}
