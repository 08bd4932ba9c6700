import Platform

/// Takes files away.
public enum FileRemoval {
    /// Removes the file; that there is none is no error.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)`` when it is there and can't be removed.
    public static func remove(_ path: String) throws(FileError) {
        if unlink(path) != 0, errno != ENOENT { throw .cannotCreate(path: path, reason: System.text(errno)) }
    }
}
