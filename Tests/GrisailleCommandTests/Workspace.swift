import Foundation
import Grisaille

/// A folder of a test's own, in which commands run; removed when the test lets go of it.
final class Workspace: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("grisaille-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    struct Unexpected: Error {
        var result: Program.Result
    }

    /// Runs the program with a line of arguments, separated by spaces.
    @discardableResult
    func run(_ line: String) throws -> Program.Result {
        try Program.run(line.split(separator: " ").map(String.init), in: path)
    }

    /// The same where nothing but success will do.
    @discardableResult
    func succeed(_ line: String) throws -> Program.Result {
        let result = try run(line)
        guard result.status == 0 else { throw Unexpected(result: result) }
        return result
    }

    /// Twelve images, and a small model `m` of them.
    func prepare(size: String = "16") throws {
        try succeed("phantoms --output ph --count 4 --size \(size)")
        try succeed("train ph --model m --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2")
    }

    /// What makes residual networks and flows so small that they train in no time.
    static let tiny = "--channels 4,8 --blocks 1,1 --flow-width 8 --flow-blocks 1"

    /// Twelve images, and of them a small residual model `m` with a flow prior that tells their classes apart.
    func prepareConditional() throws {
        try succeed("phantoms --output ph --count 4 --size 16")
        try succeed("train ph --model m \(Self.tiny) --epochs 2 --conditional --notes simulated")
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func bytes(_ name: String) throws -> [UInt8] { try FileBytes.read(file(name)) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try FileManager.default.createDirectory(
            atPath: FilePath.folder(of: file(name)), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    func write(_ latents: NumpyArray, to name: String) throws { try latents.write(to: file(name)) }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    }

    /// Everything in the folder and below, hidden entries too.
    var contents: Set<String> { Set(FileManager.default.subpaths(atPath: path) ?? []) }

    var partialFiles: Set<String> { contents.filter { $0.contains(".partial") } }

    func exists(_ name: String) -> Bool { (try? FilePath.exists(file(name))) == true }
}
