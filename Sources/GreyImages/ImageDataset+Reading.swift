extension ImageDataset {
    /// Reads a folder of PNGs, a single PNG, or an array of images.
    ///
    /// A folder is read with all folders in it, in the order of the relative paths' bytes. Hidden entries and files
    /// not called `.png` are passed over and counted. Where sub-folders hold more images than the top does, the first
    /// level of sub-folders gives their classes, and images at the top are left out; otherwise there are no classes.
    /// Where files of other image formats are more than the PNGs, or where most PNGs are named for such files, that is
    /// an error unless ``ImageReadingOptions/ignoresOtherFormats`` is set.
    ///
    /// An array, or one of an `.npz` archive, is of the shape [N, H, W], or [H, W] for one image; one more dimension, second
    /// or last, may hold channels. Bool, uint8 and uint16 are levels as they stand, wider whole numbers those of 8 bits
    /// where all fit, or else of 16; fractions and numbers beyond need a window of levels. Its labels may come from an
    /// array of N whole numbers, which give the classes their names.
    ///
    /// - observer: is told how far reading has come.
    /// - Throws: ``FileError``, ``PNGError``, ``NumpyError`` or ``ImageFolderError``.
    /// - Complexity: O(bytes read and pixels kept).
    public static func read(
        _ path: String, options: ImageReadingOptions = .init(),
        observer: @escaping ImageReadingObserver = { _, _, _ in }
    ) throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        precondition(
            options.preparation.size.map { $0.width > 0 && $0.height > 0 } ?? true, "a size is positive")
        if try Folder.exists(path) {
            try refuseLabels(options, because: "the classes of a folder are its sub-folders")
            return try ImageFolderReader(folder: path, options: options, observer: observer).read()
        }
        if try ImageArrayReader.isArray(path) {
            return try ImageArrayReader(path: path, options: options).read()
        }
        try refuseLabels(options, because: "a single PNG has no classes")
        return try readImage(path, options: options)
    }

    private static func readImage(
        _ path: String, options: ImageReadingOptions
    ) throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        let image = try GreyImage(contentsOfPNG: path, options: options.png)
        var report = ImageReadingReport()
        report.preparation = options.preparation
        if options.measuresLevels {
            let range = image.samples.min()!...image.samples.max()!
            report.preparation.levels = LevelWindow(
                minimum: Double(range.lowerBound), maximum: Double(range.upperBound))
            if report.preparation.levels == nil {
                throw ImageFolderError.noWindow(path: path, value: Double(range.lowerBound))
            }
        }
        if report.preparation.levels != nil, report.preparation.levelSource == nil || options.measuresLevels {
            report.preparation.levelSource = LevelSource(image.bitDepth)
        }
        let conformer = ImageConformer(
            size: options.preparation.size ?? image.size,
            bitDepth: options.preparation.bitDepth ?? image.bitDepth,
            preparation: report.preparation)
        let (kept, levels) = conformer.conforming(image)
        let samples = PackedSamples([kept], bitDepth: kept.bitDepth)
        report.levels = LevelReport([levels].compactMap(\.self), of: samples)
        let dataset = ImageDataset(
            size: kept.size, samples: samples, classNames: [], labels: [],
            names: [FilePath.lastComponent(path)],
            path: path)
        return (dataset, report)
    }

    private static func refuseLabels(_ options: ImageReadingOptions, because reason: String) throws {
        guard let path = options.labelsPath else { return }
        throw ImageFolderError.labels(
            path: path, reason: "labels go with an .npy array of images; \(reason)")
    }
}
