extension ImageDataset {
    /// Reads a folder of PNGs, a single PNG, or an `.npy` array of images.
    ///
    /// A folder is read with all folders in it, in the order of the relative paths' bytes. Hidden entries and files
    /// not called `.png` are passed over and counted. Where all images lie in sub-folders, the first level of
    /// sub-folders gives their classes; where any image lies at the top, there are no classes.
    ///
    /// An array is of uint8 or uint16 and of the shape [N, H, W], [N, 1, H, W], [N, H, W, 1], or [H, W] for one image.
    /// Its labels may come from an array of N whole numbers, which give the classes their names.
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
        var front: [UInt8] = []
        let (count, _) = try FileBytes.readPrefix(NumpyArray.magic.count, of: path, into: &front)
        if front.prefix(count) == NumpyArray.magic[...] || FilePath.hasExtension(path, "npy") {
            return (try ImageArrayReader(path: path, options: options).read(), ImageReadingReport())
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
