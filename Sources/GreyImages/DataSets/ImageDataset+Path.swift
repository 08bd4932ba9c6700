extension ImageDataset {
    /// Reads images from a folder of PNGs, a folder for each class, or a NumPy array.
    ///
    /// - Parameters:
    ///   - path: The folder or the array.
    ///   - options: How images are prepared, and what is passed over.
    /// - Throws: `ImageFolderError`, `PNGError`, `NumpyError`, `FileError`.
    public init(_ path: String, options: ImageReadingOptions = ImageReadingOptions()) throws {
        self = try ImageDataset.read(path, options: options) { _, _, _ in }.dataset
    }
}
