import Platform

/// Writes files that appear under their name only when they are complete.
///
/// The bytes go to a hidden file in the same folder, which is renamed at the end. If anything fails, the hidden file is
/// removed, and an older file of that name stays as it was. Links are followed: the file that a link names is replaced.
/// A file that replaces another one keeps its permissions. A new file gets those that the user's mask allows.
package enum AtomicFile {
    /// Writes all of `bytes`.
    ///
    /// - Parameter synced: Whether to wait until the disk holds the file, so that it survives a power cut. Leave this out
    ///   for thousands of small files.
    /// - Throws: `FileError/cannotCreate(path:reason:)`.
    package static func write(_ bytes: [UInt8], to path: String, synced: Bool = true) throws(FileError) {
        var writer = try Writer(path: path)
        do throws(FileError) {
            try writer.append(bytes)
            try writer.finish(synced: synced)
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Writes the bytes that `body` appends.
    ///
    /// - Parameter other: A file whose permissions a new file gets, if it exists.
    /// - Throws: `FileError/cannotCreate(path:reason:)`, or the error of `body`. In both cases no file is written.
    package static func write(
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

    /// The path of the file that writing to `path` creates or replaces, after following links.
    ///
    /// - Throws: `FileError/cannotCreate(path:reason:)` if there is a folder or a device.
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
