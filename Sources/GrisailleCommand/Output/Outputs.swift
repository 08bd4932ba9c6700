import Grisaille

/// What a command is going to write, looked at before any work and without touching anything.
///
/// Files are compared as such, and not as they are spelled: no output may be an input, nor two outputs one file, be it by
/// links, `..` or another spelling.
struct Outputs {
    private let files: [String]
    private let folders: [String]
    private let inputs: [String]
    /// Files that must not exist when they are written for the first time.
    private let new: [String]

    /// - inputs: the files and folders that the command reads, and so must not overwrite, `--force` or not.
    /// - overwritten: files that may exist already.
    /// - Throws: `CommandError` or `FileError` when an output exists and isn't to be overwritten, is an input or another
    ///   output too, is being written by another process, or can't be created.
    init(
        files: [String] = [], folders: [String] = [], inputs: [String] = [], overwritten: [String] = [], force: Bool
    ) throws {
        for path in files + overwritten + folders + inputs where path.isEmpty {
            throw CommandError.usage("a path is empty; name a file or folder")
        }
        self.files = files + overwritten
        self.folders = folders
        self.inputs = inputs
        new = force ? [] : files
        var taken = Set(inputs.map(FileIdentity.init))
        for path in self.files + folders where !taken.insert(FileIdentity(path)).inserted {
            throw CommandError.usedTwice(path: path)
        }
        for file in self.files {
            if Folder.exists(file) { throw FileError.cannotCreate(path: file, reason: "it is a folder; name a file") }
        }
        try ClaimedOutputs.claim(self.files)
        try checkNew()
        try refuseInputs(self.files)
        for file in self.files { try Self.probe(file, in: FilePath.folder(of: file)) }
        for folder in folders {
            if !force, Folder.exists(folder), try !Folder.isEmpty(folder) {
                throw CommandError.folderNotEmpty(path: folder)
            }
            try Self.probe(folder, in: folder)
        }
    }

    /// Checks the files that will be written into the output folders, and then makes all folders and removes what killed
    /// processes left there.
    ///
    /// - paths: of those files, as far as they are known.
    /// - Throws: `CommandError` where one of them is an input, or two are one file.
    func makeFolders(for paths: [String] = []) throws {
        try check(paths)
        let all = Set(folders + (files + paths).map(FilePath.folder(of:)))
        for folder in all {
            try Folder.create(folder)
            AtomicFile.removeAbandoned(in: folder)
        }
        try ClaimedOutputs.claim(files)
        // Another process may have written one before its folder could be looked into.
        try checkNew()
    }

    /// Checks files that will be written into the output folders, without touching anything.
    ///
    /// - Throws: `CommandError` where one of them is an input, or two are one file.
    func check(_ paths: [String]) throws {
        let named = Set(files.map(FileIdentity.init))
        var taken: Set<FileIdentity> = []
        for path in paths {
            let identity = FileIdentity(path)
            if named.contains(identity) { throw CommandError.usedTwice(path: path) }
            guard taken.insert(identity).inserted else { throw CommandError.twoImagesOneOutput(path: path) }
        }
        try refuseInputs(paths)
    }

    /// Inputs are there; they are looked for only where an output is.
    private func refuseInputs(_ paths: [String]) throws {
        let existing = paths.filter(FilePath.exists)
        if existing.isEmpty { return }
        let read = inputs.reduce(into: Set<FileIdentity>()) { $0.formUnion(FileIdentity.files(readFrom: $1)) }
        for path in existing where read.contains(FileIdentity(path)) { throw CommandError.usedTwice(path: path) }
    }

    private func checkNew() throws {
        for file in new where FilePath.exists(file) { throw CommandError.exists(path: file) }
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
}
