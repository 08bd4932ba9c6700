extension ImageDataset {
    /// Reads a folder of PNGs, a single PNG, or an array of images.
    ///
    /// A folder is read with all folders in it, in the order of the relative paths' bytes. Hidden entries and files
    /// not called `.png` are passed over and counted. Where all images lie in sub-folders, the first level of
    /// sub-folders gives their classes; where any image lies at the top, there are no classes.
    ///
    /// An array, or one of an `.npz` archive, is of the shape [N, H, W], or [H, W] for one image; one more dimension, second
    /// or last, may hold channels. Bool, uint8 and uint16 are levels as they stand, wider whole numbers those of 8 bits
    /// where all fit, or else of 16; fractions and numbers beyond need a window of levels. Its labels may come from an
    /// array of N whole numbers, which give the classes their names.
    ///
    /// - Throws: ``FileError``, ``PNGError``, ``NumpyError`` or ``ImageFolderError``.
    /// - Complexity: O(bytes read and pixels kept).
    public static func read(
        _ path: String, options: ImageReadingOptions = .init()
    ) throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        precondition(options.preparation.size.map { $0.width > 0 && $0.height > 0 } ?? true, "a size is positive")
        if try Folder.exists(path) {
            try refuseLabels(options, because: "the classes of a folder are its sub-folders")
            return try ImageFolderReader(folder: path, options: options).read()
        }
        if try ImageArrayReader.isArray(path) {
            return (try ImageArrayReader(path: path, options: options).read().dataset, ImageReadingReport())
        }
        try refuseLabels(options, because: "a single PNG has no classes")
        let image = try GreyImage(contentsOfPNG: path, options: options.png)
        let kept = image.conforming(
            to: options.preparation.size ?? image.size, fit: options.preparation.fit,
            bitDepth: options.preparation.bitDepth ?? image.bitDepth)
        let dataset = ImageDataset(
            size: kept.size, samples: PackedSamples([kept], bitDepth: kept.bitDepth), classNames: [], labels: [],
            names: [FilePath.lastComponent(path)], path: path)
        return (dataset, ImageReadingReport())
    }

    private static func refuseLabels(_ options: ImageReadingOptions, because reason: String) throws {
        guard let path = options.labelsPath else { return }
        throw ImageFolderError.labels(path: path, reason: "labels go with an .npy array of images; \(reason)")
    }
}
