import Grisaille

/// What a command is going to write, looked at before any work and without touching anything.
struct Outputs {
    private let files: [String]
    private let folders: [String]

    /// - inputs: what the command reads, and so must not overwrite, `--force` or not.
    /// - overwritten: files that may exist already.
    /// - Throws: `CommandError` or `FileError` when an output exists and isn't to be overwritten, or can't be created.
    init(
        files: [String] = [], folders: [String] = [], inputs: [String] = [], overwritten: [String] = [], force: Bool
    ) throws {
        var taken = Set(inputs.map(Self.plain))
        for path in files + overwritten + folders {
            guard taken.insert(Self.plain(path)).inserted else { throw CommandError.usedTwice(path: path) }
        }
        for file in files + overwritten {
            if Folder.exists(file) { throw FileError.cannotCreate(path: file, reason: "it is a folder; name a file") }
            if !force, !overwritten.contains(file), FilePath.exists(file) { throw CommandError.exists(path: file) }
            try Self.probe(file, in: FilePath.folder(of: file))
        }
        for folder in folders {
            if !force, Folder.exists(folder), try !Folder.isEmpty(folder) {
                throw CommandError.folderNotEmpty(path: folder)
            }
            try Self.probe(folder, in: folder)
        }
        self.files = files + overwritten
        self.folders = folders
    }

    /// Makes the folders, once the inputs were found to be in order.
    func makeFolders() throws {
        for folder in folders + files.map(FilePath.folder(of:)) { try Folder.create(folder) }
    }

    private struct Probe: Error {}

    /// Begins to write a file and gives up at once: the one way to know whether a disk takes it.
    private static func probe(_ path: String, in folder: String) throws {
        var existing = folder
        while !FilePath.exists(existing) { existing = FilePath.folder(of: existing) }
        guard Folder.exists(existing) else {
            throw FileError.cannotCreate(path: path, reason: "\(existing) is not a folder; choose another path")
        }
        let isInPlace = existing == folder && path != folder
        do {
            try AtomicFile.write(to: isInPlace ? path : FilePath.join(existing, "grisaille")) { _ in throw Probe() }
        } catch is Probe {
            return
        } catch let error as FileError {
            guard case .cannotCreate(_, let reason) = error else { throw error }
            throw FileError.cannotCreate(path: path, reason: reason)
        }
    }

    /// Without the parts that make no difference.
    private static func plain(_ path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
