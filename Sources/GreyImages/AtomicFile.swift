/// Files that appear under their name only when they are complete.
///
/// The bytes go to a hidden file in the same folder, which is renamed at the end. Whatever fails, the hidden file is
/// removed and an older file of that name stays as it was. A link is followed: the file that it names is replaced.
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
    /// - Throws: ``FileError/cannotCreate(path:reason:)``, or what `body` throws; the file isn't written then.
    public static func write(
        to path: String, synced: Bool = true, body: (inout Writer) throws -> Void
    ) throws {
        var writer = try Writer(path: path)
        do {
            try body(&writer)
            try writer.finish(synced: synced)
        } catch {
            writer.abandon()
            throw error
        }
    }
}
