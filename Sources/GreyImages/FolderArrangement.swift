/// How a folder's images lie in it: which of them are read, and whether sub-folders are classes.
///
/// Where the sub-folders hold more images than the top does, the first level of them gives the classes, and the images
/// at the top are strays that belong to none. Otherwise there are no classes, and all images are read.
struct FolderArrangement {
    /// The images that are read, in the order of their bytes.
    let names: [String]
    let hasClasses: Bool
    /// Images at the top that are left out.
    let strays: [String]
    /// Images at the top that are read, so that the sub-folders beside them are no classes.
    let imagesBesideFolders: [String]

    /// - names: paths within the folder.
    init(_ names: [String]) {
        let slash = UInt8(ascii: "/")
        let atTop = names.filter { !$0.utf8.contains(slash) }
        let inFolders = names.count - atTop.count
        hasClasses = inFolders > atTop.count
        strays = hasClasses ? atTop : []
        imagesBesideFolders = hasClasses || inFolders == 0 ? [] : atTop
        self.names = strays.isEmpty ? names : names.filter { $0.utf8.contains(slash) }
    }

    /// The first level of folders as classes.
    ///
    /// Names that differ in bytes alone, as a composed and a decomposed é do, are one class: nobody can tell them apart.
    ///
    /// - names: sorted byte by byte, each in a folder.
    /// - Returns: sorted class names, one label an image, and the folders that became one class.
    static func classes(of names: [String]) -> (
        classNames: [String], labels: [Int], merged: [[String]]
    ) {
        var folders: [Substring] = []
        let folderIndices = names.map { name in
            let end = name.utf8.firstIndex(of: UInt8(ascii: "/"))!
            // All that lies in one folder stands together.
            if folders.last.map({ $0.utf8.elementsEqual(name[..<end].utf8) }) != true {
                folders.append(name[..<end])
            }
            return folders.count - 1
        }
        // Swift's strings are equal when they look alike.
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
