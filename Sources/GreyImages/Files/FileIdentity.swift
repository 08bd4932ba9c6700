import Platform

/// The identity of the file or folder at a path, independent of the spelling of the path.
///
/// Two paths to one file have the same identity, whether they differ by links, by `..`, or by case on a file system that
/// ignores case. A path to nothing is identified by the nearest folder that exists and by the names after it.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    /// The names of the missing components, each after a slash. They are bytes because Swift considers some strings with
    /// different bytes equal.
    private let missing: [UInt8]

    /// Identifies a path.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell what is there.
    /// - Complexity: One system call if the file exists, two if its folder exists.
    package init(_ path: String) throws(FileError) {
        if let status = try System.status(of: path) {
            self.init(status)
            return
        }
        let name = Array(FilePath.lastComponent(path).utf8)
        if !Self.isRelative(name), let folder = try System.status(of: FilePath.folder(of: path)) {
            self.init(folder, missing: Self.slash + name)
            return
        }
        try self.init(walking: path)
    }

    init(_ status: stat, missing: [UInt8] = []) {
        // The fields' types differ from system to system.
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        self.missing = missing
    }

    private static let slash = [UInt8(ascii: "/")]
    private static let here = Array(".".utf8)
    private static let parent = Array("..".utf8)

    private static func isRelative(_ name: [UInt8]) -> Bool { name == here || name == parent }

    /// Follows a path component by component, as the system does: `..` leads to the parent of the folder itself, also after
    /// a link.
    private init(walking path: String) throws(FileError) {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var found = isAbsolute ? "/" : "."
        var missing: [[UInt8]] = []
        for component in path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init) where component != Self.here {
            if component == Self.parent, !missing.isEmpty {
                missing.removeLast()
                continue
            }
            let next = FilePath.join(found, String(decoding: component, as: UTF8.self))
            let status = missing.isEmpty ? try System.status(of: next) : nil
            if missing.isEmpty, component == Self.parent || status != nil {
                found = next
            } else {
                missing.append(component)
            }
        }
        self.init(try System.status(of: found) ?? stat(), missing: missing.flatMap { Self.slash + $0 })
    }
}

extension FileIdentity {
    /// The files that a command reads if it is given a path: the file itself, or the images of a folder.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell what is there.
    package static func files(readFrom path: String) throws(FileError) -> Set<FileIdentity> {
        guard let status = try System.status(of: path) else { return [] }
        guard System.isFolder(status) else { return [FileIdentity(status)] }
        var files: Set<FileIdentity> = []
        for name in try FolderListing(of: path).names { files.insert(try FileIdentity(FilePath.join(path, name))) }
        return files
    }
}
