extension LabelTable {
    /// An index from image names to the rows of a table.
    struct RowIndex {
        private var byName: [String: [Int]] = [:]
        /// The rows by name without the extension of an image.
        private var byStem: [String: [Int]] = [:]

        /// - Parameter names: The name in each row.
        init(_ names: [String]) {
            for (row, name) in names.enumerated() {
                let name = Self.plain(name)
                byName[name, default: []].append(row)
                if let stem = Self.stem(of: name) { byStem[stem, default: []].append(row) }
            }
        }

        /// The rows with exactly this name.
        func rows(named name: String) -> [Int] { byName[name] ?? [] }

        /// The rows of each image. A row can name an image with or without its folder and extension.
        func rows(ofImages images: [String]) -> [[Int]] {
            let stems = images.map { Self.stem(of: $0) ?? $0 }
            var sharing: [String: Int] = [:]
            for stem in stems { sharing[FilePath.lastComponent(stem), default: 0] += 1 }
            return zip(images, stems).map { image, stem in
                var names = [image, stem]
                let lastStem = FilePath.lastComponent(stem)
                if sharing[lastStem] == 1 { names += [FilePath.lastComponent(image), lastStem] }
                let found = Set(names).flatMap { byName[$0] ?? [] }
                // A table may name the files that the images were converted from.
                return found.isEmpty ? Set(names).flatMap { byStem[$0] ?? [] } : found
            }
        }

        private static func plain(_ name: String) -> String {
            name.utf8.starts(with: "./".utf8) ? String(name.utf8.dropFirst(2)) ?? name : name
        }

        private static let suffixes: Set<String> = [
            "png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp", "pgm", "jp2", "dcm", "dicom", "nii", "npy",
        ]

        /// The name without the extension of an image; nil if it has none.
        private static func stem(of name: String) -> String? {
            guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
            let suffix = name[name.utf8.index(after: dot)...].lowercased()
            return suffixes.contains(suffix) ? FilePath.withoutExtension(name) : nil
        }
    }
}
