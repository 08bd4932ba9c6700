import Platform

extension AtomicFile {
    /// Seconds after the last write until a temporary file counts as abandoned if its writer may run on another machine.
    static let abandonedAge = 60

    /// Removes the temporary files and claims that killed processes left in a folder.
    ///
    /// Temporary files of another machine stay for a minute after they were last written to. Files that can't be removed
    /// stay.
    package static func removeAbandoned(in folder: String) {
        for entry in (try? FolderEntry.all(in: folder)) ?? [] {
            guard let name = entry.text else { continue }
            let path = FilePath.join(folder, name)
            if let temporary = TemporaryName(name), isAbandoned(path, temporary) { unlink(path) }
            if FileClaim.isName(name) { FileClaim.removeAbandoned(path) }
        }
    }

    private static func isAbandoned(_ path: String, _ name: TemporaryName) -> Bool {
        guard let status = try? System.linkStatus(of: path), System.isRegularFile(status) else { return false }
        guard kill(name.process, 0) != 0, errno == ESRCH else { return false }
        return name.isOfThisMachine || time(nil) - System.modificationTime(status) >= abandonedAge
    }
}
