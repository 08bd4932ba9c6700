import Platform

/// The exclusive right of one process to write a file. It ends when the claim is released or the process ends.
///
/// A claim is a lock on a hidden file beside the file that will be written. The hidden file is removed with the claim. If
/// the process was killed, `AtomicFile/removeAbandoned(in:)` removes it.
package final class FileClaim: Sendable {
    /// The error if another process has claimed the file.
    package struct Taken: Error, Sendable, Hashable {
        package let path: String
        /// The number of that process; nil if it isn't known.
        package let process: Int?
    }

    private let lockPath: String
    private let descriptor: CInt

    private static let prefix = ".grisaille-"
    private static let suffix = ".lock"
    /// How often a lock is tried. A process that cleans up the folder also holds it for a moment.
    private static let attempts = 5
    private static let microsecondsBetweenAttempts: UInt32 = 20_000

    /// Claims a file, which need not exist, in a folder that exists.
    ///
    /// - Returns: The claim, or nil if the file system or the folder's permissions don't allow locks.
    package static func claim(_ path: String) throws(Taken) -> FileClaim? {
        // A file that can't be written needs no claim.
        guard let destination = try? AtomicFile.destination(of: path) else { return nil }
        let name = prefix + FilePath.lastComponent(destination) + suffix
        let lockPath = FilePath.join(FilePath.folder(of: destination), name)
        for attempt in 1...attempts {
            let descriptor = System.open(lockPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, permissions: 0o666)
            guard descriptor >= 0 else { return nil }
            if lock(descriptor) {
                // The previous owner may have removed the file between `open` and `flock`.
                if isCurrent(descriptor, lockPath) { return FileClaim(lockPath: lockPath, descriptor: descriptor) }
                System.close(descriptor)
                continue
            }
            let isTaken = errno == EWOULDBLOCK
            let process = isTaken ? process(in: descriptor) : nil
            // If locks don't work here, no other process has locked the file.
            if !isTaken { unlink(lockPath) }
            System.close(descriptor)
            guard isTaken else { return nil }
            if attempt == attempts { throw Taken(path: path, process: process) }
            usleep(microsecondsBetweenAttempts)
        }
        return nil
    }

    private init(lockPath: String, descriptor: CInt) {
        self.lockPath = lockPath
        self.descriptor = descriptor
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = text.withUnsafeBytes { System.write(descriptor, $0) } }
    }

    deinit {
        // The file is removed while it is still locked, so that no other process can have claimed it in between.
        unlink(lockPath)
        System.close(descriptor)
    }

    static func isName(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(suffix) }

    /// Removes the file of a claim whose process has ended.
    static func removeAbandoned(_ lockPath: String) {
        guard let status = try? System.linkStatus(of: lockPath), System.isRegularFile(status) else { return }
        let descriptor = System.open(lockPath, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        defer { System.close(descriptor) }
        if lock(descriptor), isCurrent(descriptor, lockPath) { unlink(lockPath) }
    }

    /// Tries to lock a file without waiting, and returns whether it succeeded.
    private static func lock(_ descriptor: CInt) -> Bool {
        var result: CInt
        repeat { result = flock(descriptor, LOCK_EX | LOCK_NB) } while result < 0 && errno == EINTR
        return result == 0
    }

    /// Whether an open file is still the one at its path.
    private static func isCurrent(_ descriptor: CInt, _ path: String) -> Bool {
        var held = stat()
        guard fstat(descriptor, &held) == 0, let found = try? System.linkStatus(of: path) else { return false }
        return FileIdentity(held) == FileIdentity(found)
    }

    /// The process number that a claim's file holds.
    private static func process(in descriptor: CInt) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { System.read(descriptor, into: $0) }
        return Int(String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
