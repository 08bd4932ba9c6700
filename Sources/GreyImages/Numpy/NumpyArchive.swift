/// An `.npz` archive: named NumPy arrays in a zip file of `.npy` files.
struct NumpyArchive {
    private let path: String
    private let archive: ZipArchive

    /// The entry of an array, and its shape.
    private struct Member {
        let name: String
        let entry: ZipArchive.Entry
        /// The shape of the array; nil if its header can't be parsed.
        let shape: [Int]?
    }

    private static let suffix = ".npy"

    /// Reads an archive.
    ///
    /// - Throws: `NumpyError`, or `FileError` if the file can't be read.
    init(contentsOf path: String) throws {
        try self.init(bytes: FileBytes.read(path), path: path)
    }

    /// Parses an archive.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the file.
    ///   - path: The name of the file in errors.
    init(bytes: [UInt8], path: String) throws(NumpyError) {
        self.path = path
        archive = try Self.readable(path) { () throws(ZipArchive.Fault) in try ZipArchive(bytes) }
    }

    /// Reads one array: the one with a name, or without a name the only one, or the only one with a suitable shape.
    ///
    /// - Parameters:
    ///   - name: The name of the array; nil to choose by shape.
    ///   - isWanted: Whether an array with a shape is suitable.
    /// - Throws: `NumpyError`. If the choice isn't clear, the error lists the names.
    /// - Complexity: O(size of the array + entries).
    func array(named name: String? = nil, where isWanted: ([Int]) -> Bool = { _ in true }) throws(NumpyError)
        -> NumpyArray
    {
        let entries = archive.entries.filter { $0.name.utf8.count > Self.suffix.utf8.count && isArray($0.name) }
        guard !entries.isEmpty else { throw .noArrays(path: path) }
        if let name {
            guard let entry = entries.first(where: { self.name(of: $0) == name || $0.name == name }) else {
                throw .noArray(path: path, name: name, known: entries.map(self.name))
            }
            return try array(entry)
        }
        if entries.count == 1 { return try array(entries[0]) }
        var members: [Member] = []
        for entry in entries {
            members.append(Member(name: self.name(of: entry), entry: entry, shape: shape(of: entry)))
        }
        let wanted = members.filter { $0.shape.map(isWanted) ?? false }
        guard wanted.count == 1 else {
            let choice = wanted.isEmpty ? members : wanted
            throw .severalArrays(
                path: path, arrays: choice.map { "\($0.name) \($0.shape.map { "\($0)" } ?? "of another type")" },
                example: choice[0].name)
        }
        return try array(wanted[0].entry)
    }

    private func isArray(_ name: String) -> Bool { FilePath.hasExtension(name, "npy") }

    private func name(of entry: ZipArchive.Entry) -> String {
        String(decoding: entry.name.utf8.dropLast(Self.suffix.utf8.count), as: UTF8.self)
    }

    private func array(_ entry: ZipArchive.Entry) throws(NumpyError) -> NumpyArray {
        let bytes = try Self.readable(path) { () throws(ZipArchive.Fault) in try archive.contents(of: entry) }
        return try NumpyArray(bytes: bytes, path: "\(path):\(name(of: entry))")
    }

    private func shape(of entry: ZipArchive.Entry) -> [Int]? {
        guard let front = try? archive.prefix(NumpyArray.headerLimit, of: entry) else { return nil }
        return try? NumpyArray.Layout(front[...], fileSize: entry.size, path: path).shape
    }

    private static func readable<Result>(
        _ path: String, _ read: () throws(ZipArchive.Fault) -> Result
    ) throws(NumpyError) -> Result {
        do throws(ZipArchive.Fault) {
            return try read()
        } catch {
            throw .damaged(path: path, reason: error.reason)
        }
    }
}
