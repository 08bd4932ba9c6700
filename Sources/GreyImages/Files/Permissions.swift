import Platform

/// The owner, group and mode of a file.
struct Permissions {
    private let owner: uid_t
    private let group: gid_t
    private let mode: mode_t

    /// The mode of a temporary file that will replace another one. Other users can't read it before its group is set.
    static let whileInTheMaking: mode_t = 0o600

    /// Reads the permissions of a file; nil if there is no such file.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    init?(of path: String) throws(FileError) {
        guard let status = try System.status(of: path) else { return nil }
        (owner, group, mode) = (status.st_uid, status.st_gid, status.st_mode & 0o777)
    }

    /// Applies the permissions to an open file, as far as the system allows it to this user. If the group can't be set, the
    /// group gets no more rights than others.
    func apply(to descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return }
        var mode = mode
        if status.st_uid != owner { _ = fchown(descriptor, owner, gid_t.max) }
        if status.st_gid != group, fchown(descriptor, uid_t.max, group) != 0 {
            mode = mode & ~0o070 | mode & (mode & 0o007) << 3
        }
        // If this fails, as on file systems without modes, only the owner can read the file.
        _ = fchmod(descriptor, mode)
    }
}
