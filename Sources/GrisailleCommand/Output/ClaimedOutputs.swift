import Grisaille
import Platform
import Synchronization

/// The files that only this process may write until it ends. Without claims, two processes that write one new file would both
/// succeed, and one result would be lost.
enum ClaimedOutputs {
    /// The claims by path.
    private static let claims = Mutex<[String: FileClaim]>([:])
    /// Whether the claims are released when the program exits; globals are never deinitialised.
    private static let areReleasedAtExit: Bool = atexit { ClaimedOutputs.release() } == 0

    /// Claims the files whose folders exist; a claimed file stays claimed.
    ///
    /// - Throws: `CommandError.beingWritten` if another process has claimed one, `FileError`.
    static func claim(_ paths: [String]) throws {
        guard areReleasedAtExit else { return }
        for path in paths where claims.withLock({ $0[path] }) == nil {
            guard try OutputPath.isFolder(FilePath.folder(of: path)) else { continue }
            let claim: FileClaim?
            do throws(FileClaim.Taken) {
                claim = try FileClaim.claim(path)
            } catch {
                throw CommandError.beingWritten(path: path, process: error.process)
            }
            claims.withLock { $0[path] = claim }
        }
    }

    private static func release() { claims.withLock { $0 = [:] } }
}
