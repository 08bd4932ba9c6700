/// Why the images of a folder or array can't be used as a data set.
package enum ImageFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no image. The report says what there is instead.
    case noImages(path: String, report: ImageReadingReport)
    /// Images of other formats outnumber the PNGs, or most PNGs are named after them.
    case foreignImages(path: String, pngCount: Int, namesakeCount: Int, [ForeignImages])
    /// Some files can't be read.
    case unreadable([UnreadableImage])
    /// The images differ in size or depth, or are in colour.
    case unalike(path: String, ImageSurvey)
    /// A window of levels can't be measured because all pixels have the same value.
    case noWindow(path: String, value: Double)
    /// The labels aren't one integer per image, or the images aren't an array.
    case labels(path: String, reason: String)

    package var description: String {
        switch self {
        case .noImages(let path, let report): "\(FilePath.line(path)): no PNG image to read; \(Self.found(report))"
        case .foreignImages(let path, let pngCount, let namesakeCount, let images):
            Self.conversions(of: path, pngCount: pngCount, namesakeCount: namesakeCount, images)
        case .unreadable(let images):
            "\(Plural.count(images.count, "file")) can't be read; --skip-unreadable leaves them out\n"
                + Plural.shortened(images.map { "  \($0)" }).joined(separator: "\n")
        case .unalike(let path, let survey): "\(FilePath.line(path)): \(survey)"
        case .noWindow(let path, let value):
            "\(FilePath.line(path)): every pixel has the value \(value), so there is no range of levels to "
                + "measure; leave --levels out, or give it as MIN:MAX"
        case .labels(let path, let reason): FilePath.line("\(path): \(reason)")
        }
    }

    private static func conversions(
        of path: String, pngCount: Int, namesakeCount: Int, _ images: [ForeignImages]
    ) -> String {
        let kinds = images.map {
            "\(Plural.count($0.count, "\($0.format.name) file")), such as \(FilePath.line($0.example))"
        }
        var text = "\(FilePath.line(path)): holds \(kinds.joined(separator: "; ")); only PNGs are read, "
        text += pngCount == 0 ? "and there are none" : "of which there are \(pngCount)"
        if namesakeCount > 0 { text += " (\(namesakeCount) named after those files: copies, or masks?)" }
        text += ". Convert them first"
        if pngCount > 0 { text += ", or take the PNGs alone with --ignore-other-formats" }
        let lines = images.map {
            "\n  "
                + $0.format.conversion(
                    of: path, suffixes: $0.suffixes, example: FilePath.join(path, $0.example))
        }
        text += ":" + lines.joined()
        guard images.contains(where: \.format.isConvertedToPNG) else { return text }
        let target = FilePath.line(ForeignImageFormat.target(for: path))
        return text + "\nand name \(target) in place of \(FilePath.line(path))"
    }

    private static func found(_ report: ImageReadingReport) -> String {
        var parts: [String] = []
        let otherCount = report.otherFileCount + report.foreignImages.reduce(0) { $0 + $1.count }
        if otherCount > 0 { parts.append(Plural.count(otherCount, "file") + " of other kinds") }
        if report.hiddenCount > 0 {
            parts.append(Plural.count(report.hiddenCount, "hidden entry", "hidden entries"))
        }
        if let first = report.unreadable.first {
            parts.append(Plural.count(report.unreadable.count, "unreadable file") + " (\(first))")
        }
        let found = parts.isEmpty ? "it is empty" : "it holds \(parts.joined(separator: ", "))"
        return found + ". Name a folder of .png files, one .png, or an .npy array"
    }
}
