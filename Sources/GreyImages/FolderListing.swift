#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The PNG files of a folder and of all folders in it.
///
/// Links are followed. Each real folder is read once, however many links lead to it, so that a loop of links ends.
struct FolderListing {
    /// Paths relative to the folder, sorted byte by byte.
    private(set) var names: [String] = []
    /// What was passed over, with entries that can't be images or can't be listed.
    private(set) var report = ImageReadingReport()

    private let root: String
    private var seen: Set<FileIdentity> = []

    /// - Throws: ``FileError`` when the folder itself can't be listed; those in it are reported instead.
    /// - Complexity: O(n log n) for n entries.
    init(of root: String) throws(FileError) {
        self.root = root
        guard let status = try System.status(of: root) else { throw .missing(path: root) }
        seen.insert(FileIdentity(status))
        try list("")
        names.sort(by: FilePath.precedes)
        report.unreadable.sort { FilePath.precedes($0.path, $1.path) }
    }

    private func path(of name: String) -> String { name.isEmpty ? root : FilePath.join(root, name) }

    private mutating func list(_ folder: String) throws(FileError) {
        var subfolders: [String] = []
        for entry in try FolderEntry.all(in: path(of: folder)) {
            if entry.isHidden {
                report.hiddenCount += 1
                continue
            }
            guard let name = entry.text else {
                let shown = FilePath.join(path(of: folder), String(decoding: entry.name, as: UTF8.self))
                report.unreadable.append(.init(path: shown, reason: "its name isn't UTF-8; rename it"))
                continue
            }
            let relative = folder.isEmpty ? name : "\(folder)/\(name)"
            if isFolder(relative, type: entry.type) {
                subfolders.append(relative)
            } else if FilePath.hasExtension(name, "png") {
                names.append(relative)
            } else {
                report.otherSuffixCount += 1
            }
        }
        // In order of their names, so that which of several links to a folder counts isn't left to chance.
        for subfolder in subfolders.sorted(by: FilePath.precedes) { visit(subfolder) }
    }

    private func isFolder(_ name: String, type: CInt) -> Bool {
        if type == CInt(DT_DIR) { return true }
        guard type == CInt(DT_LNK) || type == CInt(DT_UNKNOWN) else { return false }
        let status = try? System.status(of: path(of: name))
        return status.map(System.isFolder) ?? false
    }

    private mutating func visit(_ folder: String) {
        let shown = path(of: folder)
        if FilePath.hasExtension(folder, "png") {
            report.unreadable.append(.init(path: shown, reason: "it is a folder, not a file"))
            return
        }
        do throws(FileError) {
            guard let status = try System.status(of: shown), seen.insert(FileIdentity(status)).inserted else { return }
            try list(folder)
        } catch {
            report.unreadable.append(.init(path: error.path, reason: error.reason))
        }
    }
}
