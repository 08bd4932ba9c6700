import Platform

/// Functions on folders.
package enum Folder {
    /// Whether a path leads to a folder. Links are followed.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    package static func exists(_ path: String) throws(FileError) -> Bool {
        try System.status(of: path).map(System.isFolder) ?? false
    }

    /// Creates a folder, and its parent folders if they are missing. A folder that exists already isn't an error.
    ///
    /// - Throws: `FileError/cannotCreate(path:reason:)`, also if there is a file of that name.
    package static func create(_ path: String) throws(FileError) {
        if path.isEmpty || mkdir(path, 0o777) == 0 { return }
        if errno == ENOENT {
            let parent = FilePath.folder(of: path)
            guard parent != path, parent != "." else { throw .cannotCreate(path: path, reason: System.text(ENOENT)) }
            try create(parent)
            if mkdir(path, 0o777) == 0 { return }
        }
        // Another process may have created it in the meantime.
        let code = errno
        do throws(FileError) {
            if try exists(path) { return }
        } catch {
            throw error.ofOutput
        }
        let isInTheWay = code == EEXIST
        throw .cannotCreate(path: path, reason: isInTheWay ? "a file of that name is in the way" : System.text(code))
    }

    /// Whether a folder holds nothing but hidden files.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)`
    package static func isEmpty(_ path: String) throws(FileError) -> Bool {
        try FolderEntry.all(in: path).allSatisfy(\.isHidden)
    }
}
