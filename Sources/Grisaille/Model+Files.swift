import VAE

extension Model {
    /// Reads a model file.
    ///
    /// - Throws: `ModelFileError`, `FileError`.
    public init(contentsOf path: String) throws { self = try ModelFile.read(path) }

    /// Writes the model as a safetensors file. The file is replaced as a whole, or left as it was.
    ///
    /// - Throws: `FileError`.
    public func write(to path: String) throws { try ModelFile.write(self, to: path) }
}
