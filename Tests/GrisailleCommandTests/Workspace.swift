import Foundation
import Grisaille
import Synchronization

/// A temporary folder in which a test runs commands. It is removed when it is deinitialised.
final class Workspace: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("grisaille-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { remove() }

    private func remove() { try? FileManager.default.removeItem(atPath: path) }

    struct Unexpected: Error {
        var result: Program.Result
    }

    /// Runs the program with arguments that are separated by spaces.
    @discardableResult
    func run(_ line: String) throws -> Program.Result {
        try Program.run(line.split(separator: " ").map(String.init), in: path)
    }

    /// Runs the program, and throws unless it succeeds.
    @discardableResult
    func succeed(_ line: String) throws -> Program.Result {
        let result = try run(line)
        guard result.status == 0 else { throw Unexpected(result: result) }
        return result
    }

    /// Twelve images in `ph`, and a small model `m` of them.
    func prepare(size: String = "16") throws {
        if size == "16" { return try copy(Self.plain) }
        try train(size: size)
    }

    private func train(size: String) throws {
        try succeed("phantoms --output ph --count 4 --size \(size)")
        try succeed("train ph --model m --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2")
    }

    /// Options with which residual networks and flows are small enough to train quickly.
    static let tiny = "--channels 4,8 --blocks 1,1 --flow-width 8 --flow-blocks 1"

    /// Twelve images in `ph`, and a small residual model `m` of them with a conditional flow prior.
    func prepareConditional() throws { try copy(Self.conditional) }

    /// The folders that tests copy. Each is made once, when the first test needs it.
    private static let plain = Result { try shared { try $0.train(size: "16") } }
    private static let conditional = Result {
        try shared {
            try $0.succeed("phantoms --output ph --count 4 --size 16")
            try $0.succeed("train ph --model m \(tiny) --epochs 2 --conditional --notes simulated")
        }
    }
    private static let allShared = Mutex<[Workspace]>([])

    private static func shared(_ prepare: (Workspace) throws -> Void) throws -> Workspace {
        let space = try Workspace()
        allShared.withLock { $0.append(space) }
        // Static properties aren't deinitialised at the end of a process.
        atexit { Workspace.allShared.withLock { for space in $0 { space.remove() } } }
        try prepare(space)
        return space
    }

    private func copy(_ other: Result<Workspace, any Error>) throws {
        let other = try other.get()
        for name in try FileManager.default.contentsOfDirectory(atPath: other.path) {
            try FileManager.default.copyItem(atPath: other.file(name), toPath: file(name))
        }
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

    /// The paths of all files and folders, including hidden ones.
    var contents: Set<String> { Set(FileManager.default.subpaths(atPath: path) ?? []) }

    var partialFiles: Set<String> { contents.filter { $0.contains(".partial") } }

    func exists(_ name: String) -> Bool { (try? FilePath.exists(file(name))) == true }
}
