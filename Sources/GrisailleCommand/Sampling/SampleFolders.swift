import Grisaille

/// The sub-folders that samples are written to: one for each class, or none.
struct SampleFolders {
    /// The classes that have folders; empty for samples without.
    private let names: [String]

    /// - Parameter names: The names of the folders.
    /// - Throws: `CommandError.noFolderName` if one can't be a folder's: a model may hold any name.
    init(_ names: [String]) throws { self.names = try ClassNames.folders(of: names) }

    /// The folder of every sample, and the sample's number there.
    ///
    /// - Parameter indices: The samples' classes, as indices into the names; nil for any.
    func places(of indices: [Int?]) -> [(folder: String?, number: Int)] {
        guard !names.isEmpty else { return indices.indices.map { (nil, $0) } }
        var numbers = [Int](repeating: 0, count: names.count)
        return indices.map { index in
            defer { numbers[index!] += 1 }
            return (names[index!], numbers[index!])
        }
    }
}
