import Platform

/// Why the images of a folder or array can't be used as a data set.
package enum ImageFolderError: Error, Sendable, Hashable {
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
    /// Less memory is available than the images take.
    case memory(MemoryError)
}

extension ImageFolderError: ImageProblem {
    package func text(naming name: ImageReadingRemedy.Naming) -> String {
        switch self {
        case .noImages(let path, let report):
            "\(FilePath.line(path)): no PNG image to read; \(Self.found(report, naming: name))"
        case .foreignImages(let path, let pngCount, let namesakeCount, let images):
            Self.conversions(of: path, pngCount: pngCount, namesakeCount: namesakeCount, images, naming: name)
        case .unreadable(let images):
            "\(Plural.count(images.count, "file")) can't be read; \(name([.skipUnreadable])) leaves them out\n"
                + Plural.shortened(images.map { "  " + $0.text(naming: name) }).joined(separator: "\n")
        case .unalike(let path, let survey): "\(FilePath.line(path)): \(survey.text(naming: name))"
        case .noWindow(let path, let value):
            "\(FilePath.line(path)): every pixel has the value \(value), so there is no range of levels to "
                + "measure; give \(name([.chosenLevels])), or leave the levels as they are"
        case .labels(let path, let reason): FilePath.line("\(path): \(reason)")
        case .memory(let error): "\(error); make them smaller with \(name([.size(nil)])), or give fewer"
        }
    }

    private static func conversions(
        of path: String, pngCount: Int, namesakeCount: Int, _ images: [ForeignImages],
        naming name: ImageReadingRemedy.Naming
    ) -> String {
        let kinds = images.map {
            "\(Plural.count($0.count, "\($0.format.name) file")), such as \(FilePath.line($0.example))"
        }
        var text = "\(FilePath.line(path)): holds \(kinds.joined(separator: "; ")); only PNGs are read, "
        text += pngCount == 0 ? "and there are none" : "of which there are \(pngCount)"
        if namesakeCount > 0 { text += " (\(namesakeCount) named after those files: copies, or masks?)" }
        text += ". Convert them first"
        if pngCount > 0 { text += ", or take the PNGs alone by \(name([.ignoreOtherFormats]))" }
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

    private static func found(_ report: ImageReadingReport, naming name: ImageReadingRemedy.Naming) -> String {
        var parts: [String] = []
        let otherCount = report.otherFileCount + report.foreignImages.reduce(0) { $0 + $1.count }
        if otherCount > 0 { parts.append(Plural.count(otherCount, "file") + " of other kinds") }
        if report.hiddenCount > 0 {
            parts.append(Plural.count(report.hiddenCount, "hidden entry", "hidden entries"))
        }
        if let first = report.unreadable.first {
            parts.append(Plural.count(report.unreadable.count, "unreadable file") + " (\(first.text(naming: name)))")
        }
        let found = parts.isEmpty ? "it is empty" : "it holds \(parts.joined(separator: ", "))"
        return found + ". Name a folder of .png files, one .png, or an .npy array"
    }
}
