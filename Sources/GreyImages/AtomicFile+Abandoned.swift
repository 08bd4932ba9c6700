#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension AtomicFile {
    /// How long a file in the making is left alone: its writer may run on another machine that shares the folder.
    static let abandonedAge = 60

    /// Removes what killed processes left of files in the making: hidden files of this program's in the folder whose
    /// process no longer runs here, and which nobody has written to for a minute. What can't be removed stays.
    public static func removeAbandoned(in folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let bytes = UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self)
            guard let name = String(validatingCString: bytes), let process = process(ofTemporary: name) else {
                continue
            }
            let path = FilePath.join(folder, name)
            guard let status = System.linkStatus(of: path), System.isRegularFile(status) else { continue }
            let age = time(nil) - System.modificationTime(status)
            if age >= abandonedAge, kill(process, 0) != 0, errno == ESRCH { unlink(path) }
        }
    }

    /// The process that a temporary file's name speaks of, as in `.grisaille-123-1abc.partial`.
    private static func process(ofTemporary name: String) -> pid_t? {
        guard name.hasPrefix(".grisaille-"), name.hasSuffix(".partial") else { return nil }
        let parts = name.split(separator: "-")
        return parts.count == 3 ? pid_t(parts[1]) : nil
    }
}
