/// Decides which images of a folder are read, and whether its sub-folders are classes.
///
/// If the sub-folders hold more images than the top level, the first level of sub-folders gives the classes. The images at
/// the top level then belong to no class and are left out. Otherwise there are no classes, and all images are read.
struct FolderArrangement {
    /// The paths of the images that are read, sorted by their bytes.
    let names: [String]
    let hasClasses: Bool
    /// The images at the top level that are left out.
    let strays: [String]
    /// The images at the top level that are read because the sub-folders beside them aren't classes.
    let imagesBesideFolders: [String]

    /// - Parameter names: Paths within the folder.
    init(_ names: [String]) {
        let slash = UInt8(ascii: "/")
        let atTop = names.filter { !$0.utf8.contains(slash) }
        let inFolders = names.count - atTop.count
        hasClasses = inFolders > atTop.count
        strays = hasClasses ? atTop : []
        imagesBesideFolders = hasClasses || inFolders == 0 ? [] : atTop
        self.names = strays.isEmpty ? names : names.filter { $0.utf8.contains(slash) }
    }

    /// Derives classes from the first level of sub-folders.
    ///
    /// Folders whose names look the same, such as those with a composed and a decomposed é, are one class.
    ///
    /// - Parameter names: Paths within sub-folders, sorted by their bytes.
    /// - Returns: The sorted class names, one label per image, and the groups of folders that became one class.
    static func classes(of names: [String]) -> (
        classNames: [String], labels: [Int], merged: [[String]]
    ) {
        var folders: [Substring] = []
        let folderIndices = names.map { name in
            let end = name.utf8.firstIndex(of: UInt8(ascii: "/"))!
            // The names are sorted, so the images of one folder are adjacent.
            if folders.last.map({ $0.utf8.elementsEqual(name[..<end].utf8) }) != true {
                folders.append(name[..<end])
            }
            return folders.count - 1
        }
        // The dictionary below groups canonically equivalent names, because Swift considers them equal.
        func precedes(_ one: Int, _ other: Int) -> Bool {
            FilePath.precedes(String(folders[one]), String(folders[other]))
        }
        let alike = Dictionary(grouping: folders.indices, by: { folders[$0] }).values
            .map { $0.sorted(by: precedes) }.sorted { precedes($0[0], $1[0]) }
        var labels = [Int](repeating: 0, count: folders.count)
        for (label, members) in alike.enumerated() { for member in members { labels[member] = label } }
        return (
            alike.map { String(folders[$0[0]]) }, folderIndices.map { labels[$0] },
            alike.filter { $0.count > 1 }.map { $0.map { String(folders[$0]) } }
        )
    }
}
