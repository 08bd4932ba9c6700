import Foundation

@testable import GreyImages

/// A temporary folder for one test, which is removed when it is deinitialised.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("grisaille-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A test may have removed the permission to write.
        try? setPermissions(0o700, of: "")
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { name.isEmpty ? path : "\(path)/\(name)" }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    }

    /// Writes a file, and creates its folders.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try makeFolder(FilePath.folder(of: name))
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    @discardableResult
    func write(_ image: GreyImage, to name: String) throws -> String {
        try write(image.pngBytes(), to: name)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: target)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    func setPermissions(_ permissions: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file(name))
    }

    /// The sorted names of all files in the folder, including hidden ones.
    var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}
