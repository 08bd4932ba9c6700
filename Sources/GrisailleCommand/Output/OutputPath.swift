import Grisaille

/// What is found where a command is going to write. What can't be looked at can't be written either.
enum OutputPath {
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func identity(_ path: String) throws(FileError) -> FileIdentity {
        do throws(FileError) { return try FileIdentity(path) } catch { throw error.ofOutput }
    }

    /// Whether anything is there.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func exists(_ path: String) throws(FileError) -> Bool {
        do throws(FileError) { return try FilePath.exists(path) } catch { throw error.ofOutput }
    }

    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func isFolder(_ path: String) throws(FileError) -> Bool {
        do throws(FileError) { return try Folder.exists(path) } catch { throw error.ofOutput }
    }

    /// Whether a folder is there with anything in it but hidden files.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    static func isFilledFolder(_ path: String) throws(FileError) -> Bool {
        guard try isFolder(path) else { return false }
        do throws(FileError) { return try !Folder.isEmpty(path) } catch { throw error.ofOutput }
    }
}
