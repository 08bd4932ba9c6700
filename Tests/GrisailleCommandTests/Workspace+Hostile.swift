import Foundation
import Grisaille

extension Workspace {
    /// A PNG of 16x16 pixels in colour.
    static let colourPNG = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mM44SBAEmIY1TCqYfhqAACUMxgQwCAraAAAAABJRU5ErkJggg=="
        )!)

    /// Runs the program with arguments that may hold anything.
    @discardableResult
    func run(_ arguments: [String]) throws -> Program.Result { try Program.run(arguments, in: path) }

    /// What may not change: every file's bytes, by its path.
    func snapshot() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in contents where (try? Folder.exists(file(name))) == false { files[name] = try? bytes(name) }
        return files
    }

    /// Writes a copy of the model `m` in whose metadata texts are replaced.
    func writeModel(_ name: String, replacing pairs: [(old: String, new: String)]) throws {
        let bytes = try bytes("m")
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        var header =
            try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any] ?? [:]
        var metadata = header["__metadata__"] as? [String: String] ?? [:]
        for (key, value) in metadata {
            metadata[key] = pairs.reduce(value) { $0.replacingOccurrences(of: $1.old, with: $1.new) }
        }
        header["__metadata__"] = metadata
        let text = Array(try JSONSerialization.data(withJSONObject: header))
        let count = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        try write(count + text + bytes[(8 + length)...], to: name)
    }
}
