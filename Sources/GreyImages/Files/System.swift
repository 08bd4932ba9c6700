import Platform

/// System calls that are repeated when a signal interrupts them, and texts for the system's error numbers.
enum System {
    /// Opens a file, with close-on-exec added to the flags. It is repeated if a signal interrupts it; negative if it fails.
    static func open(_ path: String, _ flags: CInt, permissions: mode_t = 0) -> CInt {
        var descriptor: CInt
        repeat {
            descriptor = Platform.open(path, flags | O_CLOEXEC, permissions)
        } while descriptor < 0 && errno == EINTR
        return descriptor
    }

    /// Reads once. It is repeated if a signal interrupts it; negative if it fails, zero at the end.
    static func read(_ descriptor: CInt, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count: Int
        repeat {
            count = Platform.read(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        return count
    }

    /// Writes once. It is repeated if a signal interrupts it; negative if it fails.
    static func write(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer) -> Int {
        var count: Int
        repeat {
            count = Platform.write(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        return count
    }

    /// Waits until the disk holds the file. It is repeated if a signal interrupts it; negative if it fails.
    static func sync(_ descriptor: CInt) -> CInt {
        var result: CInt
        repeat { result = fsync(descriptor) } while result < 0 && errno == EINTR
        return result
    }

    /// Closes a file. It isn't repeated: after an interruption the descriptor is closed and may belong to another file.
    @discardableResult
    static func close(_ descriptor: CInt) -> CInt {
        let result = Platform.close(descriptor)
        return result < 0 && errno == EINTR ? 0 : result
    }

    /// Renames a file. It is repeated if a signal interrupts it, as on some network file systems; negative if it fails.
    static func rename(_ path: String, to other: String) -> CInt {
        var result: CInt
        repeat {
            result = Platform.rename(path, other)
        } while result < 0 && errno == EINTR
        return result
    }

    /// The status of the file at a path, after following links; nil if nothing is there.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    static func status(of path: String) throws(FileError) -> stat? { try status(at: Array(path.utf8)) }

    /// The status of the file at a path that need not be UTF-8; nil if nothing is there.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    static func status(at path: [UInt8]) throws(FileError) -> stat? {
        var status = stat()
        let (result, code) = withPath(path) { (stat($0, &status), errno) }
        return result == 0 ? status : try nothing(at: path, code)
    }

    /// The status of the file or link at a path; nil if nothing is there.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    static func linkStatus(of path: String) throws(FileError) -> stat? { try linkStatus(at: Array(path.utf8)) }

    /// The status of the file or link at a path that need not be UTF-8; nil if nothing is there.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    static func linkStatus(at path: [UInt8]) throws(FileError) -> stat? {
        var status = stat()
        let (result, code) = withPath(path) { (lstat($0, &status), errno) }
        return result == 0 ? status : try nothing(at: path, code)
    }

    /// Calls a function with a path as a C string.
    static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
        }
    }

    /// The absolute path without links, `.` and `..`; nil if it can't be found.
    static func realPath(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// Returns nil if a call failed because nothing is at the path, and throws for other errors.
    private static func nothing(at path: [UInt8], _ code: CInt) throws(FileError) -> stat? {
        if code == ENOENT || code == ENOTDIR { return nil }
        throw .unreadable(path: FilePath.shown(path), reason: text(code))
    }

    /// The time of the last modification in seconds since 1970.
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

    /// The text for an error number, with a remedy if there is an obvious one.
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
