/// The files in a folder that have one of the image formats that aren't read.
package struct ForeignImages: Sendable, Hashable {
    package let format: ForeignImageFormat
    package internal(set) var count: Int
    /// The path of one of them within the folder: the first in the order of bytes.
    package internal(set) var example: String
    /// The extensions of the files in lower case; empty for files without one.
    var suffixes: Set<String>
}
