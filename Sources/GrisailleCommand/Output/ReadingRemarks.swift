import Grisaille

/// Remarks on images that were read: warnings of what the user may not have intended, and notes.
struct ReadingRemarks {
    private var warnings: [String] = []
    private var notes: [String] = []

    init(_ report: ImageReadingReport, folder: String) {
        addFiles(of: report, folder)
        addClasses(of: report, folder)
        if let levels = report.levels { addLevels(levels, report.preparation.levels) }
    }

    func show(global: GlobalOptions) {
        for warning in warnings { Console.warning(warning) }
        for note in notes { global.note(note) }
    }

    private mutating func addFiles(of report: ImageReadingReport, _ folder: String) {
        warnings += report.unreadable.prefix(Self.unreadableLimit).map { "left out \($0.message)" }
        if !report.unreadable.isEmpty {
            warnings.append("\(Text.count(report.unreadable.count, "unreadable image")) left out")
        }
        if let first = report.repeated.first {
            warnings.append(
                "\(FilePath.line(folder)): left out \(Text.count(report.repeated.count, "link")) to what is read anyway: \(first)"
                    + (report.repeated.count > 1 ? ", and so on" : ""))
        }
        var skipped = report.foreignImages.map { images in
            Text.count(images.count, "\(images.format.name) file") + " (such as \(FilePath.line(images.example)))"
        }
        skipped += [
            (report.hiddenCount, "hidden entry", "hidden entries"),
            (report.otherFileCount, "file that is no image", "files that are no images"),
        ].filter { $0.0 > 0 }.map { Text.count($0, $1, plural: $2) }
        if !skipped.isEmpty { notes.append("passed over \(Self.joined(skipped))") }
    }

    private mutating func addClasses(of report: ImageReadingReport, _ folder: String) {
        if !report.strays.isEmpty {
            warnings.append(
                "\(FilePath.line(folder)): left out \(Self.named(report.strays)) beside the sub-folders, which are the classes: move "
                    + "\(report.strays.count == 1 ? "it" : "them") into one to have "
                    + "\(report.strays.count == 1 ? "it" : "them") read")
        }
        if !report.imagesBesideFolders.isEmpty {
            warnings.append(
                "\(FilePath.line(folder)): the images have no classes, as \(Self.named(report.imagesBesideFolders)) beside the "
                    + "sub-folders in none of them")
        }
        for folders in report.mergedFolders {
            warnings.append(
                "\(FilePath.line(folder)): \(folders.count) sub-folders are called ‘\(folders[0])’ and differ but in how its letters are "
                    + "encoded: they are one class; move their images into one")
        }
    }

    private mutating func addLevels(_ levels: LevelReport, _ window: LevelWindow?) {
        let maximum = levels.bitDepth.maximumLevel
        if let window, levels.pixelCount > 0 {
            var text = "levels \(window) are mapped onto 0...\(Text.grouped(maximum)); "
            text +=
                levels.clippedCount == 0
                ? "no pixel lies beyond"
                : "\(Text.count(levels.clippedCount, "pixel")) beyond were clipped "
                    + "(\(Text.fixed(100 * Double(levels.clippedCount) / Double(levels.pixelCount), 3)) %)"
            notes.append(text)
        }
        if let window, levels.mappedBeforeCount > 0 {
            notes.append(
                "\(Text.count(levels.mappedBeforeCount, "image")) taken as mapped already: the levels \(window) are of images "
                    + "of another kind")
        }
        if let better = levels.betterWindow {
            warnings.append(
                "the values \(better) of 16 bits become \(Text.count(levels.usedLevels, "level")) of the "
                    + "\(maximum + 1) that 8 bits have: add --levels \(better) (or --levels auto) to use all")
        }
    }

    /// The maximum number of unreadable files that are named, each on its own line.
    private static let unreadableLimit = 20
    /// The maximum number of names in one message.
    private static let listLimit = 5

    private static func named(_ names: [String]) -> String {
        let shown = names.prefix(listLimit).map(FilePath.line).joined(separator: ", ")
        let more = names.count > listLimit ? ", …" : ""
        return "\(Text.count(names.count, "image")) (\(shown)\(more))"
    }

    private static func joined(_ parts: [String]) -> String {
        guard parts.count > 1 else { return parts.joined() }
        return parts.dropLast().joined(separator: ", ") + " and " + parts.last!
    }
}
