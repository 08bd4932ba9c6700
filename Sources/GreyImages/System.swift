import Platform

/// The system calls that share a name with our own functions, and the system's words for its error numbers.
enum System {
    /// Tries again when a signal interrupts it. Close-on-exec is added to the flags.
    static func open(_ path: String, _ flags: CInt, permissions: mode_t = 0) -> CInt {
        var descriptor: CInt
        repeat {
            descriptor = Platform.open(path, flags | O_CLOEXEC, permissions)
        } while descriptor < 0 && errno == EINTR
        return descriptor
    }

    /// Reads once, or again when a signal interrupts it. Negative when it fails, zero at the end.
    static func read(_ descriptor: CInt, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count: Int
        repeat {
            count = Platform.read(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        return count
    }

    /// Writes once, or again when a signal interrupts it. Negative when it fails.
    static func write(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer) -> Int {
        var count: Int
        repeat {
            count = Platform.write(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        return count
    }

    /// Waits until the disk holds the file, or again when a signal interrupts it. Negative when it fails.
    static func sync(_ descriptor: CInt) -> CInt {
        var result: CInt
        repeat { result = fsync(descriptor) } while result < 0 && errno == EINTR
        return result
    }

    /// Closes once: where a signal interrupts it, the descriptor is gone all the same, and may be another file's by now.
    @discardableResult
    static func close(_ descriptor: CInt) -> CInt {
        let result = Platform.close(descriptor)
        return result < 0 && errno == EINTR ? 0 : result
    }

    /// Renames, or again when a signal interrupts it, as some network file systems let it be. Negative when it fails.
    static func rename(_ path: String, to other: String) -> CInt {
        var result: CInt
        repeat {
            result = Platform.rename(path, other)
        } while result < 0 && errno == EINTR
        return result
    }

    /// What `stat` says of a path, links followed; nil where nothing is there.
    ///
    /// - Throws: ``FileError/unreadable(path:reason:)`` where the system can't tell whether anything is.
    static func status(of path: String) throws(FileError) -> stat? { try status(at: Array(path.utf8)) }

    /// What `stat` says of a path that may be no UTF-8.
    ///
    /// - Throws: as above.
    static func status(at path: [UInt8]) throws(FileError) -> stat? {
        var status = stat()
        let (result, code) = withPath(path) { (stat($0, &status), errno) }
        return result == 0 ? status : try nothing(at: path, code)
    }

    /// What `lstat` says of a path: of a link itself, where it is one.
    ///
    /// - Throws: as above.
    static func linkStatus(of path: String) throws(FileError) -> stat? { try linkStatus(at: Array(path.utf8)) }

    /// What `lstat` says of a path that may be no UTF-8.
    ///
    /// - Throws: as above.
    static func linkStatus(at path: [UInt8]) throws(FileError) -> stat? {
        var status = stat()
        let (result, code) = withPath(path) { (lstat($0, &status), errno) }
        return result == 0 ? status : try nothing(at: path, code)
    }

    /// Hands a path to a call that takes it as C has it.
    static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
        }
    }

    /// The absolute path without links, `.` and `..`; nil when it can't be reached.
    static func realPath(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// Nil where a call failed because nothing is at the path.
    private static func nothing(at path: [UInt8], _ code: CInt) throws(FileError) -> stat? {
        if code == ENOENT || code == ENOTDIR { return nil }
        throw .unreadable(path: FilePath.shown(path), reason: text(code))
    }

    /// Seconds since 1970.
    static func modificationTime(_ status: stat) -> Int {
        #if canImport(Darwin)
            status.st_mtimespec.tv_sec
        #else
            status.st_mtim.tv_sec
        #endif
    }

    static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }
    static func isLink(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFLNK }
    static func isRegularFile(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    /// An error number in words, with a remedy where one is plain.
    static func text(_ code: CInt) -> String {
        switch code {
        case EACCES, EPERM: "permission denied; check the permissions of the file and its folder"
        case ENOENT: "its folder is missing; create it first"
        case ENOSPC: "no space left on the disk; free some, or choose another disk"
        case EROFS: "the disk is read-only; choose another folder"
        case ENOTDIR: "a part of its path isn't a folder; check the path"
        default: String(cString: strerror(code))
        }
    }
}
