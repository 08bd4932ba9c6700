import Platform

/// Folders on disk.
public enum Folder {
    /// Whether there is a folder at the path, links followed.
    ///
    /// - Throws: ``FileError/unreadable(path:reason:)`` where the system can't tell.
    public static func exists(_ path: String) throws(FileError) -> Bool {
        try System.status(of: path).map(System.isFolder) ?? false
    }

    /// Makes the folder and those that it lies in, where they are missing.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``, also when a file of that name stands in the way.
    public static func create(_ path: String) throws(FileError) {
        if path.isEmpty || mkdir(path, 0o777) == 0 { return }
        if errno == ENOENT {
            let parent = FilePath.folder(of: path)
            guard parent != path, parent != "." else { throw .cannotCreate(path: path, reason: System.text(ENOENT)) }
            try create(parent)
            if mkdir(path, 0o777) == 0 { return }
        }
        // Another process may have made it meanwhile.
        let code = errno
        do throws(FileError) {
            if try exists(path) { return }
        } catch {
            throw error.ofOutput
        }
        let isInTheWay = code == EEXIST
        throw .cannotCreate(path: path, reason: isInTheWay ? "a file of that name is in the way" : System.text(code))
    }

    /// Whether nothing lies in the folder, hidden files aside.
    ///
    /// - Throws: ``FileError/unreadable(path:reason:)``
    public static func isEmpty(_ path: String) throws(FileError) -> Bool {
        try FolderEntry.all(in: path).allSatisfy(\.isHidden)
    }
}
