import Platform

/// Reads a data set from a folder of PNGs, which are decoded in parallel and in place.
///
/// All headers are read before any image is decoded, so that one error reports all problems.
struct ImageFolderReader {
    let folder: String
    let options: ImageReadingOptions
    let observer: ImageReadingObserver

    var threads: Int { options.threads ?? Processors.current.count }

    func read() throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        let listing = try FolderListing(of: folder)
        var report = listing.report
        try checkForeignImages(listing)
        let arrangement = FolderArrangement(listing.names)
        (report.strays, report.imagesBesideFolders) = (
            arrangement.strays, arrangement.imagesBesideFolders
        )
        let files = try agreeing(among: examine(arrangement.names), &report.unreadable)
        guard let target = target(of: files) else { throw noImages(report) }
        report.preparation = options.preparation
        if options.measuresLevels { report.preparation.levels = try measuredWindow(of: files) }
        if report.preparation.levels != nil, report.preparation.levelSource == nil || options.measuresLevels {
            report.preparation.levelSource = levelSource(of: files)
        }
        let conformer = ImageConformer(
            size: target.size, bitDepth: target.bitDepth, preparation: report.preparation)
        guard let (samples, outcomes) = decode(files, with: conformer) else {
            throw ImageFolderError.memory(
                MemoryError(
                    what: "\(FilePath.line(folder)) with its \(files.count) images of \(target.size)",
                    needed: Double(files.count * target.bitDepth.rawValue / 8) * Double(target.size.pixelCount),
                    available: Memory.available))
        }
        report.unreadable += outcomes.compactMap(\.failure)
        report.unreadable.sort { FilePath.precedes($0.path, $1.path) }
        if !report.unreadable.isEmpty && !options.skipUnreadable {
            throw ImageFolderError.unreadable(report.unreadable)
        }
        let names = zip(files, outcomes).compactMap { $1.failure == nil ? $0.name : nil }
        guard !names.isEmpty else { throw noImages(report) }
        report.levels = LevelReport(outcomes.compactMap(\.levels), of: samples)
        let (classNames, labels, merged) =
            arrangement.hasClasses ? FolderArrangement.classes(of: names) : ([], [], [])
        report.mergedFolders = merged
        let dataset = ImageDataset(
            size: target.size, samples: samples, classes: ClassLabels(names: classNames, labels: labels),
            names: names, path: folder)
        return (dataset, report)
    }

    /// The error if no image is left. Unreadable files are the reason unless the options allow them.
    private func noImages(_ report: ImageReadingReport) -> ImageFolderError {
        report.unreadable.isEmpty || options.skipUnreadable
            ? .noImages(path: folder, report: report) : .unreadable(report.unreadable)
    }

    /// Throws if PNGs are few among images of other formats, or are masks of those: the user probably meant other files.
    private func checkForeignImages(_ listing: FolderListing) throws(ImageFolderError) {
        if options.ignoresOtherFormats || listing.foreign.count == 0 { return }
        let namesakeCount = listing.foreign.namesakes(among: listing.names)
        guard listing.foreign.count > listing.names.count || 2 * namesakeCount > listing.names.count
        else { return }
        throw .foreignImages(
            path: folder, pngCount: listing.names.count, namesakeCount: namesakeCount,
            listing.foreign.formats)
    }

    /// The size and depth of the data set: those of the options, or else of the first valid header; nil without one.
    private func target(of files: [File]) -> ImageReadingOptions.Shape? {
        guard let header = files.first?.header else { return nil }
        return .init(
            size: options.preparation.size ?? header.size,
            bitDepth: options.preparation.bitDepth ?? header.bitDepth)
    }

    /// Reads all headers, and no pixels.
    private func examine(_ names: [String]) -> [File] {
        Parallel.map(
            count: names.count, threads: threads, observe: { observer(.headers, $0, names.count) },
            state: { [UInt8]() }
        ) { index, bytes in
            let path = FilePath.join(folder, names[index])
            return File(
                name: names[index],
                outcome: Outcome { $0.header = try open(path, PNGCodec.headerSize, &bytes).header })
        }
    }

    /// Reads the first bytes of a file, and parses its header.
    func open(
        _ path: String, _ frontSize: Int, _ bytes: inout [UInt8]
    ) throws -> (header: PNGCodec.Header, count: Int, fileSize: Int) {
        let (count, fileSize) = try FileBytes.readPrefix(frontSize, of: path, into: &bytes)
        guard count > 0 else { throw PNGError.empty(path: path) }
        let header = try bytes.withUnsafeBufferPointer { bytes throws(PNGError) in
            try PNGCodec.header(
                of: bytes.extracting(0..<count), fileSize: fileSize, path: path, options: options.png)
        }
        return (header, count, fileSize)
    }
}
