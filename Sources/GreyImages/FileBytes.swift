import Platform

/// Whole files in memory.
public enum FileBytes {
    /// All the bytes of a regular file. Folders, pipes and devices are refused rather than waited for.
    ///
    /// - Parameter limit: the most bytes that are accepted.
    /// - Throws: ``FileError/missing(path:)`` or ``FileError/unreadable(path:reason:)``.
    /// - Complexity: O(size), in one read as a rule.
    public static func read(_ path: String, limit: Int? = nil) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        let count = try read(path, into: &bytes, limit: limit)
        if bytes.count > count { bytes.removeLast(bytes.count - count) }
        return bytes
    }

    /// Reads into an array that is used again from file to file: it grows where needed and never shrinks.
    ///
    /// - Returns: how many bytes at its front are the file's.
    static func read(_ path: String, into bytes: inout [UInt8], limit: Int? = nil) throws(FileError) -> Int {
        let (descriptor, size) = try open(path)
        defer { close(descriptor) }
        if let limit, size > limit {
            throw .unreadable(path: path, reason: "it holds \(size) bytes, and no more than \(limit) are accepted")
        }
        if bytes.count < size { bytes = [UInt8](repeating: 0, count: size) }
        return try fill(&bytes, count: size, from: descriptor, path: path)
    }

    /// The first bytes of a file, at most `count`, and the size of all of it.
    static func readPrefix(
        _ count: Int, of path: String, into bytes: inout [UInt8]
    ) throws(FileError) -> (count: Int, fileSize: Int) {
        let (descriptor, size) = try open(path)
        defer { close(descriptor) }
        if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
        return (try fill(&bytes, count: min(count, size), from: descriptor, path: path), size)
    }

    /// Reads what follows an offset into a file.
    ///
    /// - Returns: how many bytes were read: fewer than there is room for where the file ends before.
    static func read(
        _ path: String, from offset: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(FileError) -> Int {
        let (descriptor, _) = try open(path)
        defer { close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0, let got = fill(buffer, from: descriptor) else {
            throw .unreadable(path: path, reason: System.text(errno))
        }
        return got
    }

    private static func open(_ path: String) throws(FileError) -> (descriptor: CInt, size: Int) {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let descriptor = System.open(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .missing(path: path) }
            throw .unreadable(path: path, reason: System.text(errno))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = System.text(errno)
            close(descriptor)
            throw .unreadable(path: path, reason: reason)
        }
        guard System.isRegularFile(status) else {
            close(descriptor)
            let reason = System.isFolder(status) ? "it is a folder, not a file" : "it isn't a regular file"
            throw .unreadable(path: path, reason: reason)
        }
        return (descriptor, Int(status.st_size))
    }

    private static func fill(
        _ bytes: inout [UInt8], count: Int, from descriptor: CInt, path: String
    ) throws(FileError) -> Int {
        let got = bytes.withUnsafeMutableBytes { fill(.init(rebasing: $0[..<count]), from: descriptor) }
        guard let got else { throw .unreadable(path: path, reason: System.text(errno)) }
        return got
    }

    /// Fewer bytes than there is room for come back when the file ends before; nil when reading fails.
    private static func fill(_ buffer: UnsafeMutableRawBufferPointer, from descriptor: CInt) -> Int? {
        var offset = 0
        while offset < buffer.count {
            let got = System.read(descriptor, into: .init(rebasing: buffer[offset...]))
            if got < 0 { return nil }
            if got == 0 { break }
            offset += got
        }
        return offset
    }
}
