import Platform

/// Files that appear under their name only when they are complete.
///
/// The bytes go to a hidden file in the same folder, which is renamed at the end. Whatever fails, the hidden file is
/// removed and an older file of that name stays as it was. A link is followed: the file that it names is replaced.
/// A file that replaces another has its permissions, a new one those that the user's mask leaves.
public enum AtomicFile {
    /// Writes all of `bytes`.
    ///
    /// - Parameter synced: wait until the disk holds the file, so that it outlives a power cut. Thousands of small
    ///   files needn't each wait.
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    public static func write(_ bytes: [UInt8], to path: String, synced: Bool = true) throws(FileError) {
        var writer = try Writer(path: path)
        do throws(FileError) {
            try writer.append(bytes)
            try writer.finish(synced: synced)
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Writes what `body` appends, piece by piece.
    ///
    /// - Parameter other: a file whose permissions a new file shall have, if it is there.
    /// - Throws: ``FileError/cannotCreate(path:reason:)``, or what `body` throws; the file isn't written then.
    public static func write(
        to path: String, synced: Bool = true, permissionsOf other: String? = nil,
        body: (inout Writer) throws -> Void
    ) throws {
        var writer = try Writer(path: path, permissionsOf: other)
        do {
            try body(&writer)
            try writer.finish(synced: synced)
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// The path of the file that writing to `path` replaces or makes, links followed.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)`` where a folder or a device is in its place.
    static func destination(of path: String) throws(FileError) -> String {
        let status: stat?
        do throws(FileError) {
            status = try System.status(of: path)
        } catch {
            throw error.ofOutput
        }
        guard let status else { return path }
        if System.isFolder(status) { throw .cannotCreate(path: path, reason: "there is a folder of that name") }
        guard System.isRegularFile(status) else {
            throw .cannotCreate(path: path, reason: "it is a device or a pipe; name a regular file")
        }
        guard let resolved = realpath(path, nil) else {
            throw .cannotCreate(path: path, reason: System.text(errno))
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
