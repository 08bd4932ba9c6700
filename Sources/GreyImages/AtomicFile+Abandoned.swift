import Platform

extension AtomicFile {
    /// How long a file in the making is left alone, in seconds, whose writer may run on another machine that shares the
    /// folder.
    static let abandonedAge = 60

    /// Removes what killed processes left in a folder: files in the making and claims of theirs. What another machine
    /// may be writing stays for a minute after it was last written to. What can't be removed stays.
    public static func removeAbandoned(in folder: String) {
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
