import Platform

/// An entry of a folder.
struct FolderEntry {
    /// The name without a terminating zero. File systems don't guarantee that it is UTF-8.
    let name: [UInt8]
    /// The kind of the entry: `DT_DIR`, `DT_LNK`, …, or `DT_UNKNOWN`.
    let type: CInt

    /// The name as text; nil if it isn't UTF-8.
    var text: String? { String(validating: name, as: UTF8.self) }
    var isHidden: Bool { name.first == UInt8(ascii: ".") }

    /// All entries of a folder except `.` and `..`, in the order of the file system.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if it can't be read to the end.
    static func all(in folder: String) throws(FileError) -> [FolderEntry] { try all(in: Array(folder.utf8)) }

    /// All entries of a folder whose path need not be UTF-8.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if it can't be read to the end.
    static func all(in folder: [UInt8]) throws(FileError) -> [FolderEntry] {
        let shown = FilePath.shown(folder)
        var (stream, code) = System.withPath(folder) { (opendir($0), errno) }
        while stream == nil && code == EINTR { (stream, code) = System.withPath(folder) { (opendir($0), errno) } }
        guard let stream else { throw .unreadable(path: shown, reason: System.text(code)) }
        defer { closedir(stream) }
        var entries: [FolderEntry] = []
        while true {
            // Only `errno` distinguishes the end from an error.
            errno = 0
            guard let entry = readdir(stream) else { break }
            let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let bytes = UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: UInt8.self)
            let name = Array(UnsafeBufferPointer(start: bytes, count: strlen(bytes)))
            if name == Array(".".utf8) || name == Array("..".utf8) { continue }
            entries.append(FolderEntry(name: name, type: CInt(entry.pointee.d_type)))
        }
        if errno != 0 { throw .unreadable(path: shown, reason: System.text(errno)) }
        return entries
    }
}
