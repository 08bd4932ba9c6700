import Platform

/// The right of one process to write a file, which ends with the process at the latest.
///
/// It is a lock on a hidden file beside the one that will be written; the hidden file goes with the claim, or is swept
/// by ``AtomicFile/removeAbandoned(in:)`` where its process was killed.
public final class FileClaim: Sendable {
    /// Another process has claimed the file.
    public struct Taken: Error, Sendable, Hashable {
        public let path: String
        /// Nil where it doesn't say.
        public let process: Int?
    }

    private let lockPath: String
    private let descriptor: CInt

    private static let prefix = ".grisaille-"
    private static let suffix = ".lock"
    /// Whoever sweeps the folder holds the lock for a moment.
    private static let attempts = 5
    private static let microsecondsBetweenAttempts: UInt32 = 20_000

    /// Claims a file that may be there or not, in a folder that is.
    ///
    /// - Returns: nil where the file system or the folder's permissions let no file be locked.
    public static func claim(_ path: String) throws(Taken) -> FileClaim? {
        // What can't be written needs no claim.
        guard let destination = try? AtomicFile.destination(of: path) else { return nil }
        let name = prefix + FilePath.lastComponent(destination) + suffix
        let lockPath = FilePath.join(FilePath.folder(of: destination), name)
        for attempt in 1...attempts {
            let descriptor = System.open(lockPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, permissions: 0o666)
            guard descriptor >= 0 else { return nil }
            if lock(descriptor) {
                // The one before may have removed the file between opening and locking it.
                if isCurrent(descriptor, lockPath) { return FileClaim(lockPath: lockPath, descriptor: descriptor) }
                System.close(descriptor)
                continue
            }
            let isTaken = errno == EWOULDBLOCK
            let process = isTaken ? process(in: descriptor) : nil
            // Where nothing can be locked, nobody else has locked it.
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
        // While it is locked still, so that nobody else can have claimed it in between.
        unlink(lockPath)
        System.close(descriptor)
    }

    static func isName(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(suffix) }

    /// Removes a claim's file whose process is gone.
    static func removeAbandoned(_ lockPath: String) {
        guard let status = try? System.linkStatus(of: lockPath), System.isRegularFile(status) else { return }
        let descriptor = System.open(lockPath, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        defer { System.close(descriptor) }
        if lock(descriptor), isCurrent(descriptor, lockPath) { unlink(lockPath) }
    }

    /// Whether the lock could be had at once.
    private static func lock(_ descriptor: CInt) -> Bool {
        var result: CInt
        repeat { result = flock(descriptor, LOCK_EX | LOCK_NB) } while result < 0 && errno == EINTR
        return result == 0
    }

    private static func isCurrent(_ descriptor: CInt, _ path: String) -> Bool {
        var held = stat()
        guard fstat(descriptor, &held) == 0, let found = try? System.linkStatus(of: path) else { return false }
        return FileIdentity(held) == FileIdentity(found)
    }

    private static func process(in descriptor: CInt) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { System.read(descriptor, into: $0) }
        return Int(String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
