import Grisaille
import Platform
import Synchronization

/// The files that this process alone may write, until it ends: of two that began to write one new file both would succeed,
/// and one of the files would be lost.
enum ClaimedOutputs {
    /// By the paths that were claimed.
    private static let claims = Mutex<[String: FileClaim]>([:])
    /// Whether the claims are given up when the program exits. Globals are never deinitialised.
    private static let areReleasedAtExit: Bool = atexit { ClaimedOutputs.release() } == 0

    /// Claims files, as far as their folders are there; those that this process has claimed stay so.
    ///
    /// - Throws: `CommandError.beingWritten` where another process has claimed one, `FileError`.
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
