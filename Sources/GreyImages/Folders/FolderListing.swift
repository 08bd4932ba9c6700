import Platform

/// The list of all PNG files in a folder and its sub-folders.
///
/// Links are followed. Each file and folder is listed once, however many names lead to it, so a loop of links ends and no
/// image counts twice. Names that aren't links take precedence over links.
struct FolderListing {
    /// Paths relative to the folder, sorted by their bytes.
    private(set) var names: [String] = []
    /// What was left out, including entries that can't be images and folders that can't be listed.
    private(set) var report = ImageReadingReport()
    /// The files of other image formats.
    private(set) var foreign = ForeignImageCensus()

    /// A path relative to the folder, as the bytes of the file system.
    private typealias Name = [UInt8]

    private struct File {
        let name: Name
        let identity: FileIdentity?
        let isLink: Bool
    }

    private let root: String
    private var folders: [FileIdentity: Name] = [:]
    private var files: [File] = []
    /// Links to folders. They are visited after all folders that aren't links.
    private var links: [Name] = []

    /// Lists a folder.
    ///
    /// - Throws: `FileError` if the folder itself can't be listed. Sub-folders that can't be listed are reported.
    /// - Complexity: O(n log n) for n entries.
    init(of root: String) throws(FileError) {
        self.root = root
        guard let status = try System.status(of: root) else { throw .missing(path: root) }
        folders[FileIdentity(status)] = []
        try list([])
        while !links.isEmpty {
            let waiting = links.sorted { $0.lexicographicallyPrecedes($1) }
            links = []
            for link in waiting { visit(link) }
        }
        keepFiles()
        report.foreignImages = foreign.formats
        report.unreadable.sort { FilePath.precedes($0.path, $1.path) }
        report.repeated.sort { FilePath.precedes($0.path, $1.path) }
    }

    private func path(of name: Name) -> [UInt8] {
        if name.isEmpty { return Array(root.utf8) }
        let isClosed = root.utf8.last == UInt8(ascii: "/")
        return Array(root.utf8) + (isClosed ? [] : [UInt8(ascii: "/")]) + name
    }

    private func shownPath(of name: Name) -> String { FilePath.shown(path(of: name)) }

    private mutating func list(_ folder: Name) throws(FileError) {
        var subfolders: [Name] = []
        for entry in try FolderEntry.all(in: path(of: folder)) {
            if entry.isHidden {
                report.hiddenCount += 1
                continue
            }
            let name = folder.isEmpty ? entry.name : folder + [UInt8(ascii: "/")] + entry.name
            let isUnknown = entry.type == CInt(DT_UNKNOWN)
            let isLink = entry.type == CInt(DT_LNK) || (isUnknown && isLink(name))
            if entry.type == CInt(DT_DIR) || (isLink || isUnknown) && isFolder(name) {
                if isLink { links.append(name) } else { subfolders.append(name) }
            } else {
                add(name, last: entry.name, isLink: isLink)
            }
        }
        // The order of the names decides which of several names of a folder counts.
        for subfolder in subfolders.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            visit(subfolder)
        }
    }

    private func isLink(_ name: Name) -> Bool {
        let status = try? System.linkStatus(at: path(of: name))
        return status.map(System.isLink) ?? false
    }

    private func isFolder(_ name: Name) -> Bool {
        let status = try? System.status(at: path(of: name))
        return status.map(System.isFolder) ?? false
    }

    private mutating func add(_ name: Name, last: Name, isLink: Bool) {
        if FilePath.hasExtension(last, "png") {
            let status = try? System.status(at: path(of: name))
            files.append(File(name: name, identity: status.map { FileIdentity($0) }, isLink: isLink))
        } else if !foreign.add(name, last: last, path: path(of: name)) {
            report.otherFileCount += 1
        }
    }

    private mutating func visit(_ folder: Name) {
        if FilePath.hasExtension(folder, "png") {
            report.unreadable.append(
                .file(path: shownPath(of: folder), reason: "it is a folder, not a file"))
            return
        }
        do throws(FileError) {
            guard let status = try System.status(at: path(of: folder)) else { return }
            let identity = FileIdentity(status)
            if let original = folders[identity] {
                report.repeated.append(.init(path: FilePath.shown(folder), original: FilePath.shown(original)))
                return
            }
            folders[identity] = folder
            try list(folder)
        } catch {
            report.unreadable.append(UnreadableImage(error))
        }
    }

    /// Keeps the files whose names are UTF-8 and that aren't second names of others.
    private mutating func keepFiles() {
        files.sort { $0.isLink == $1.isLink ? $0.name.lexicographicallyPrecedes($1.name) : $1.isLink }
        var originals: [FileIdentity: Name] = [:]
        for file in files {
            guard let name = String(validating: file.name, as: UTF8.self) else {
                let reason = "its name isn't UTF-8; rename it"
                report.unreadable.append(.file(path: shownPath(of: file.name), reason: reason))
                continue
            }
            if let identity = file.identity {
                if let original = originals[identity] {
                    report.repeated.append(.init(path: name, original: FilePath.shown(original)))
                    continue
                }
                originals[identity] = file.name
            }
            names.append(name)
        }
        files = []
        names.sort(by: FilePath.precedes)
    }
}
