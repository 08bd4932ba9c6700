/// What Git leaves in place of a large file whose content wasn't fetched: a few lines of text.
///
/// Source: the Git LFS specification, "The pointer".
public enum GitPointer {
    /// What is wrong, and the remedy.
    public static let reason = "is a Git LFS pointer in place of the file itself; fetch that with ‘git lfs pull’"

    private static let start = Array("version https://git-lfs".utf8)

    /// Whether a file's bytes are a pointer.
    public static func isPointer(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: start) }
}
