import Grisaille

/// Looks, before any work, whether outputs can be written without destroying something.
struct OutputCheck {
    let force: Bool

    /// A file that must not exist, and whose folder is made.
    func file(_ path: String) throws {
        if Folder.exists(path) { throw FileError.cannotCreate(path: path, reason: "it is a folder; name a file") }
        if !force, FilePath.exists(path) { throw CommandError.exists(path: path) }
        let folder = FilePath.folder(of: path)
        if !folder.isEmpty { try Folder.create(folder) }
    }

    /// A folder that must be new or empty; it is made.
    func folder(_ path: String) throws {
        if !force, Folder.exists(path), try !Folder.isEmpty(path) { throw CommandError.folderNotEmpty(path: path) }
        try Folder.create(path)
    }
}
