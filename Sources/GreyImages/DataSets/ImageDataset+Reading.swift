extension ImageDataset {
    /// Reads a folder of PNGs, a single PNG, or an array of images.
    ///
    /// A folder is read with all its sub-folders, in the order of the bytes of the relative paths. Hidden files and files
    /// not named `.png` are left out and counted. If sub-folders hold more images than the top level, the first level of
    /// sub-folders gives the classes, and images at the top level are left out. Otherwise there are no classes. It is an
    /// error if files of other image formats outnumber the PNGs, or if most PNGs are named after such files, unless
    /// `ImageReadingOptions/ignoresOtherFormats` is set.
    ///
    /// An array of N images has the shape [N, height, width], and one of a single image [height, width]. It can be an
    /// `.npy` file or part of an `.npz` archive. A further dimension, second or last, can hold channels. Elements of the
    /// types bool, uint8 and uint16 are levels. Wider integers are levels of 8 bits if all fit, or else of 16. Fractions,
    /// and numbers beyond 16 bits, need a window of levels. Labels can come from an array of N integers, which become the
    /// names of the classes.
    ///
    /// - Parameters:
    ///   - path: The path of a folder, a PNG, an `.npy` file, or an `.npz` archive.
    ///   - options: How to read and prepare the images.
    ///   - observer: A function that receives the progress.
    /// - Returns: The images, and a report of what was left out and done.
    /// - Throws: `FileError`, `PNGError`, `NumpyError` or `ImageFolderError`.
    /// - Complexity: O(bytes read and pixels kept).
    package static func read(
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
            size: kept.size, samples: samples, classes: .none, names: [FilePath.lastComponent(path)], path: path)
        return (dataset, report)
    }

    private static func refuseLabels(_ options: ImageReadingOptions, because reason: String) throws {
        guard let path = options.labelsPath else { return }
        throw ImageFolderError.labels(
            path: path, reason: "labels go with an .npy array of images; \(reason)")
    }
}
