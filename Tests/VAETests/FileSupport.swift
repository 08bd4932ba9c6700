import Foundation
import Testing

@testable import VAE

/// Calls a closure with a temporary folder, which is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("grisaille-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}

func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

/// The bytes of a model's file, for tests that change them.
func fileBytes(_ model: Model) throws -> [UInt8] {
    try withTemporaryFolder { folder in
        try ModelFile.write(model, to: folder + "/m.safetensors")
        return try bytes(of: folder + "/m.safetensors")
    }
}

/// A `.safetensors` file made from a header's text and data.
func safeTensors(header: String, data: [UInt8] = []) -> [UInt8] {
    let text = [UInt8](header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
}

/// The message of the error with which a file is refused; nil if it is read.
func refusal(_ bytes: [UInt8]) -> String? {
    do {
        _ = try ModelFile.read(bytes: bytes, path: "odd.safetensors")
        return nil
    } catch {
        return error.description
    }
}

/// Expects that a file is refused with a message that contains given words and names the file.
func expectRefusal(_ bytes: [UInt8], saying words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let message = refusal(bytes) ?? "nothing: the file was read"
    #expect(message.hasPrefix("odd.safetensors: "), "\(message)", sourceLocation: sourceLocation)
    #expect(message.contains(words), "\(message)", sourceLocation: sourceLocation)
}

/// A model file whose header can be changed.
struct EditableFile {
    var header: [String: Any]
    var data: [UInt8]

    init(_ model: Model) throws {
        let bytes = try fileBytes(model)
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let text = Data(bytes[8..<8 + length])
        header = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        data = Array(bytes[(8 + length)...])
    }

    var metadata: [String: String] {
        get { header["__metadata__"] as? [String: String] ?? [:] }
        set { header["__metadata__"] = newValue }
    }

    /// Changes a value in an array's entry.
    mutating func change(_ name: String, _ key: String, to value: Any) {
        var entry = header[name] as? [String: Any] ?? [:]
        entry[key] = value
        header[name] = entry
    }

    var bytes: [UInt8] {
        get throws {
            safeTensors(
                header: String(decoding: try JSONSerialization.data(withJSONObject: header), as: UTF8.self), data: data)
        }
    }
}
