import Foundation
import Grisaille
import Testing

@Suite("Two processes and one model", .serialized)
struct ConcurrentTrainingTests {
    private static let line =
        "train ph --model m --architecture conv --channels 8,16 --hidden 32 --latent 4 --batch 16 --epochs 100000 --threads 1"

    private func startTraining(_ space: Workspace, _ option: String) throws -> Process {
        let words = Self.line.split(separator: " ").map(String.init) + [option]
        let process = try Program.start(words, in: space.path)
        for _ in 0..<1000 where !space.exists("m.training") { Thread.sleep(forTimeInterval: 0.02) }
        return process
    }

    private var small: String { "--architecture conv --channels 4 --hidden 8 --latent 3 --epochs 1" }

    @Test("The second is refused before any work, names the first, and may begin when that is gone")
    func second() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 10 --size 16")
        let other = try space.succeed("train ph --model other \(small)")
        #expect(other.status == 0)
        try space.succeed("train ph --model m \(small)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: space.file("m"))
        let first = try startTraining(space, "--force")
        let second = [
            "train ph --model m \(small) --force", "train ph --model ./ph/../m \(small) --force",
            "\(Self.line) --resume", "compact --model other --output m --force",
            "prior fit ph --model other --output m --prior mixture --force",
        ]
        for line in second {
            let result = try space.run(line)
            #expect(result.status == 73, "\(line): \(result.errors)")
            #expect(result.errors.contains("(process \(first.processIdentifier))"), "\(line): \(result.errors)")
        }
        // Beside it there is room for others.
        try space.succeed("train ph --model n \(small)")
        // The state holds the same weights as the model, and is no more open than it.
        let state = try FileManager.default.attributesOfItem(atPath: space.file("m.training"))
        #expect(state[.posixPermissions] as? Int == 0o600)
        kill(first.processIdentifier, SIGINT)
        #expect(Program.finish(first).status == 1)
        #expect(!space.contents.contains { $0.contains(".lock") })

        let killed = try startTraining(space, "--resume")
        kill(killed.processIdentifier, SIGKILL)
        _ = Program.finish(killed)
        try space.succeed("train ph --model m \(small) --force")
        #expect(!space.contents.contains { $0.contains(".lock") })
    }

    @Test("Of two that begin at once, one makes the model and the other says so")
    func atOnce() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        for folder in [".", "new"] {
            let words = "train ph --model \(folder)/x \(small)".split(separator: " ").map(String.init)
            let both = try (0..<2).map { _ in try Program.start(words, in: space.path) }
            let results = both.map(Program.finish)
            #expect(results.map(\.status).sorted() == [0, 73], "\(results)")
        }
    }
}
