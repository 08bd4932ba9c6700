import Platform

/// Removes files.
package enum FileRemoval {
    /// Removes a file. It isn't an error if there is none.
    ///
    /// - Throws: `FileError/cannotCreate(path:reason:)` if the file exists and can't be removed.
    package static func remove(_ path: String) throws(FileError) {
        if unlink(path) != 0, errno != ENOENT { throw .cannotCreate(path: path, reason: System.text(errno)) }
    }
}
