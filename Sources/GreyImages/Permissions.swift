import Platform

/// Whom a file belongs to, and what it allows to whom.
struct Permissions {
    private let owner: uid_t
    private let group: gid_t
    private let mode: mode_t

    /// The mode of a file in the making that will replace another: nobody else may read it before its group is known.
    static let whileInTheMaking: mode_t = 0o600

    /// Nil where there is no such file.
    ///
    /// - Throws: ``FileError/unreadable(path:reason:)`` where the system can't tell.
    init?(of path: String) throws(FileError) {
        guard let status = try System.status(of: path) else { return nil }
        (owner, group, mode) = (status.st_uid, status.st_gid, status.st_mode & 0o777)
    }

    /// Gives them to an open file, as far as the system lets this user do so. Whoever isn't in the file's group any more
    /// is given no more than others.
    func apply(to descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return }
        var mode = mode
        if status.st_uid != owner { _ = fchown(descriptor, owner, gid_t.max) }
        if status.st_gid != group, fchown(descriptor, uid_t.max, group) != 0 {
            mode = mode & ~0o070 | mode & (mode & 0o007) << 3
        }
        // Where it fails, as on disks that know no modes, the file stays its owner's alone.
        _ = fchmod(descriptor, mode)
    }
}
