import Platform

/// Reads files into memory.
package enum FileBytes {
    /// Reads all bytes of a regular file. Folders, pipes and devices are errors.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - limit: The maximum size in bytes; nil for no limit.
    /// - Throws: `FileError/missing(path:)` or `FileError/unreadable(path:reason:)`.
    /// - Complexity: O(size), usually in one read.
    package static func read(_ path: String, limit: Int? = nil) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        let count = try read(path, into: &bytes, limit: limit)
        if bytes.count > count { bytes.removeLast(bytes.count - count) }
        return bytes
    }

    /// Reads a file into an array that can be used again for other files. The array grows if necessary and never shrinks.
    ///
    /// - Returns: The number of bytes at the front of the array that belong to the file.
    static func read(_ path: String, into bytes: inout [UInt8], limit: Int? = nil) throws(FileError) -> Int {
        let (descriptor, size) = try open(path)
        defer { close(descriptor) }
        if let limit, size > limit {
            throw .unreadable(path: path, reason: "it holds \(size) bytes, and the maximum is \(limit)")
        }
        if bytes.count < size { bytes = [UInt8](repeating: 0, count: size) }
        return try fill(&bytes, count: size, from: descriptor, path: path)
    }

    /// Reads at most `count` bytes from the start of a file, and returns how many there were and the size of the file.
    static func readPrefix(
        _ count: Int, of path: String, into bytes: inout [UInt8]
    ) throws(FileError) -> (count: Int, fileSize: Int) {
        let (descriptor, size) = try open(path)
        defer { close(descriptor) }
        if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
        return (try fill(&bytes, count: min(count, size), from: descriptor, path: path), size)
    }

    /// Reads the bytes after an offset.
    ///
    /// - Returns: The number of bytes read. It is less than the size of the buffer if the file ends early.
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

    /// Fills a buffer and returns the number of bytes read, fewer if the file ends early; nil if reading fails.
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
