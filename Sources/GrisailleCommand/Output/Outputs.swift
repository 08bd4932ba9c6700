import Grisaille

/// The outputs of a command, checked before any work and without changing anything.
///
/// Files are compared by identity, not by path: no output may be an input, and no two outputs may be one file, through links,
/// `..` or another spelling.
struct Outputs {
    private let files: [String]
    private let folders: [String]
    private let inputs: [String]
    /// The files that must not exist yet.
    private let new: [String]
    /// The folders where writing was tried.
    private var probed: Set<String> = []

    /// - Parameters:
    ///   - inputs: The files and folders that the command reads, and must not overwrite even with `--force`.
    ///   - overwritten: Files that may exist already.
    /// - Throws: `CommandError` or `FileError` if an output exists and may not be overwritten, is also an input or another
    ///   output, is being written by another process, or can't be created.
    init(
        files: [String] = [], folders: [String] = [], inputs: [String] = [], overwritten: [String] = [], force: Bool
    ) throws {
        for path in files + overwritten + folders + inputs where path.isEmpty {
            throw CommandError.usage("a path is empty; name a file or folder")
        }
        self.files = files + overwritten
        self.folders = folders
        let inputs = try inputs.map { try NumpyLocation($0).file }
        self.inputs = inputs
        new = force ? [] : files
        var taken = Set(try inputs.map(FileIdentity.init))
        for path in self.files + folders where try !taken.insert(OutputPath.identity(path)).inserted {
            throw CommandError.usedTwice(path: path)
        }
        for file in self.files {
            if try OutputPath.isFolder(file) {
                throw FileError.cannotCreate(path: file, reason: "it is a folder; name a file")
            }
        }
        try ClaimedOutputs.claim(self.files)
        try checkNew()
        try refuseInputs(self.files)
        for file in self.files { probed.insert(try Self.probe(file, in: FilePath.folder(of: file))) }
        for folder in folders {
            if let likeness = try Self.fileLikeness(of: folder) {
                throw CommandError.folderLikeFile(path: folder, without: likeness)
            }
            if try !force && OutputPath.isFilledFolder(folder) { throw CommandError.folderNotEmpty(path: folder) }
            probed.insert(try Self.probe(folder, in: folder))
        }
    }

    /// Checks the files that will be written into the output folders, creates all folders and removes what killed processes left
    /// there.
    ///
    /// - Parameter paths: The paths of those files that are known.
    /// - Throws: `CommandError` if one is an input, or two are one file.
    func makeFolders(for paths: [String] = []) throws {
        try check(paths)
        let all = Set(folders + (files + paths).map(FilePath.folder(of:)))
        for folder in all { try Folder.create(folder) }
        for folder in all.union(probed) { AtomicFile.removeAbandoned(in: folder) }
        try ClaimedOutputs.claim(files)
        // Another process may have written one before its folder existed.
        try checkNew()
    }

    /// Compares paths in folders that don't exist yet, which is faster than looking at every file.
    private func check(_ paths: [String]) throws {
        let existing = try folders.contains(where: OutputPath.isFolder) ? paths.filter(OutputPath.exists) : []
        let named = Set(try files.map(OutputPath.identity))
        let names = files.map { FilePath.lastComponent($0).utf8.reversed() }
        let alike =
            names.isEmpty ? [] : paths.filter { path in names.contains { path.utf8.reversed().starts(with: $0) } }
        for path in existing + alike where try named.contains(OutputPath.identity(path)) {
            throw CommandError.usedTwice(path: path)
        }
        if !existing.isEmpty || Set(paths).count < paths.count { try refuseRepetitions(in: paths) }
        try refuseInputs(existing)
    }

    private func refuseRepetitions(in paths: [String]) throws {
        var taken: Set<FileIdentity> = []
        for path in paths where try !taken.insert(OutputPath.identity(path)).inserted {
            throw CommandError.twoImagesOneOutput(path: path)
        }
    }

    /// Only outputs that exist can be inputs.
    private func refuseInputs(_ paths: [String]) throws {
        let existing = try paths.filter(OutputPath.exists)
        if existing.isEmpty { return }
        let read = try inputs.reduce(into: Set<FileIdentity>()) { $0.formUnion(try FileIdentity.files(readFrom: $1)) }
        for path in existing where try read.contains(OutputPath.identity(path)) {
            throw CommandError.usedTwice(path: path)
        }
    }

    private func checkNew() throws {
        for file in new where try OutputPath.exists(file) { throw CommandError.exists(path: file) }
    }

    /// The name without its extension of an output folder that is named like a file; nil for others.
    private static func fileLikeness(of folder: String) throws -> String? {
        guard fileExtensions.contains(where: { FilePath.hasExtension(folder, $0) }) else { return nil }
        return try OutputPath.isFolder(folder) ? nil : FilePath.withoutExtension(folder)
    }

    private static let fileExtensions = ["png", "apng", "jpg", "jpeg", "npy", "npz", "csv", "json", "safetensors"]

    private struct Probe: Error {}

    /// Tries to write a file and gives up: the only way to know whether a disk accepts it.
    ///
    /// - Returns: The folder where it was tried: that of the file, or the nearest one above it that exists.
    private static func probe(_ path: String, in folder: String) throws -> String {
        var existing = folder
        while try !OutputPath.exists(existing) { existing = FilePath.folder(of: existing) }
        guard try OutputPath.isFolder(existing) else {
            throw FileError.cannotCreate(
                path: path, reason: "\(FilePath.line(existing)) is not a folder; choose another path")
        }
        let isInPlace = existing == folder && path != folder
        // A name that nothing there has, as a folder of that name would be in the way.
        let unused = FilePath.join(existing, "grisaille-\(UInt64.random(in: .min ... .max))")
        do {
            try AtomicFile.write(to: isInPlace ? path : unused) { _ in throw Probe() }
        } catch is Probe {
        } catch let error as FileError {
            guard case .cannotCreate(_, let reason) = error else { throw error }
            throw FileError.cannotCreate(path: path, reason: reason)
        }
        return existing
    }
}
