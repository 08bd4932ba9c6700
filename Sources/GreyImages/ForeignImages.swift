/// A folder's files of one image format that isn't read.
public struct ForeignImages: Sendable, Hashable {
    public let format: ForeignImageFormat
    public internal(set) var count: Int
    /// The path of one of them within the folder, the first by its bytes.
    public internal(set) var example: String
    /// The suffixes that they have, in lower case; an empty one where some have none.
    var suffixes: Set<String>
}
