import GreyImages

/// The reason why a model file can't be read.
public enum ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is not a `.safetensors` file, or not one of Grisaille's.
    case notAModel(String)
    case newerFormat(String, version: Int)
    case damaged(String, String)
    /// The file is a training state and not a model, or the reverse.
    case wrongKind(String, expected: String)
    case gitPointer(String)
    /// The file has an array of a type that models don't use, such as BF16.
    case elementType(String, array: String, found: String)

    public var description: String {
        switch self {
        case .notAModel(let path):
            "\(FilePath.line(path)): is not a Grisaille model; name the .safetensors file that ‘grisaille train’ wrote"
        case .newerFormat(let path, let version):
            "\(FilePath.line(path)): has format version \(version); this program reads up to \(ModelFile.formatVersion): update it"
        case .damaged(let path, let reason):
            "\(FilePath.line(path)): is damaged: \(reason); restore it from a copy or train it again"
        case .wrongKind(let path, let expected):
            "\(FilePath.line(path)): is another of Grisaille's files, not a \(expected); name the one that belongs here"
        case .gitPointer(let path):
            "\(FilePath.line(path)): \(GitPointer.reason)"
        case .elementType(let path, let array, let found):
            "\(FilePath.line(path)): the array ‘\(array)’ holds \(found) values, where a model's are F32 or F16; convert it to F32"
        }
    }
}
