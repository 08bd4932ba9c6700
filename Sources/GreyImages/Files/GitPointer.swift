/// Recognises Git LFS pointers: the few lines of text that stand in place of a large file that wasn't fetched.
///
/// Source: the Git LFS specification, "The pointer".
package enum GitPointer {
    /// What is wrong with such a file, and the remedy.
    package static let reason = "is a Git LFS pointer in place of the file itself; fetch the file with ‘git lfs pull’"

    private static let start = Array("version https://git-lfs".utf8)

    /// Whether the bytes of a file are a pointer.
    package static func isPointer(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: start) }
}
