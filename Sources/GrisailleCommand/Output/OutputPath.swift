import Grisaille

/// Looks at the places where a command will write. A place that can't be looked at can't be written either.
enum OutputPath {
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func identity(_ path: String) throws(FileError) -> FileIdentity {
        do throws(FileError) { return try FileIdentity(path) } catch { throw error.ofOutput }
    }

    /// Whether a file or folder exists.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func exists(_ path: String) throws(FileError) -> Bool {
        do throws(FileError) { return try FilePath.exists(path) } catch { throw error.ofOutput }
    }

    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func isFolder(_ path: String) throws(FileError) -> Bool {
        do throws(FileError) { return try Folder.exists(path) } catch { throw error.ofOutput }
    }

    /// Whether a folder exists and holds more than hidden files.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func isFilledFolder(_ path: String) throws(FileError) -> Bool {
        guard try isFolder(path) else { return false }
        do throws(FileError) { return try !Folder.isEmpty(path) } catch { throw error.ofOutput }
    }
}
