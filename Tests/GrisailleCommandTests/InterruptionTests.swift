import Foundation
import Grisaille
import Testing

@Suite("Interrupted training", .serialized)
struct InterruptionTests {
    /// A run of some seconds.
    private static let line =
        "train ph --model m --architecture conv --channels 8,16 --hidden 32 --latent 4 --batch 16 --threads 1 --epochs 60"
    private static let arguments = line.split(separator: " ").map(String.init)

    private func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 40 --size 24x20")
        return space
    }

    /// The history less its seconds.
    private func history(_ space: Workspace) throws -> [[Substring]] {
        String(decoding: try space.bytes("m.history.csv"), as: UTF8.self).split(separator: "\n").map {
            var cells = $0.split(separator: ",", omittingEmptySubsequences: false)
            cells.remove(at: 2)
            return cells
        }
    }

    @Test("Killed at any moment and resumed, or stopped by a signal and resumed, it gives the same bytes")
    func killAndResume() throws {
        let whole = try makeSpace()
        let clock = ContinuousClock()
        let duration = try clock.measure { try whole.succeed(Self.line) }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18

        let killed = try makeSpace()
        var resumed: [String] = []
        for _ in 0..<4 {
            let process = try Program.start(Self.arguments + resumed, in: killed.path)
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.6) * seconds)
            kill(process.processIdentifier, SIGKILL)
            if Program.finish(process).status == 0 { break }
            // Killed before the state was first written, it just begins again.
            resumed = killed.exists("m.training") ? ["--resume"] : []
            // A model that is there is a whole one.
            if killed.exists("m") { _ = try ModelFile.read(killed.file("m")) }
        }
        if !killed.exists("m") || killed.exists("m.training") {
            let result = try Program.run(Self.arguments + resumed, in: killed.path)
            #expect(result.status == 0, "\(result.errors)")
        }
        #expect(try killed.bytes("m") == whole.bytes("m"))
        #expect(try history(killed) == history(whole))
        #expect(!killed.exists("m.training"))

        let stopped = try makeSpace()
        let process = try Program.start(Self.arguments, in: stopped.path)
        Thread.sleep(forTimeInterval: 0.4 * seconds)
        kill(process.processIdentifier, SIGTERM)
        let result = Program.finish(process)
        #expect(result.status == 1, "\(result.errors)")
        let marker = "interrupted; to go on: "
        let named = result.errors.split(separator: "\n").first { $0.hasPrefix(marker) }
        let command = try #require(named?.dropFirst(marker.count))
        #expect(command.hasSuffix("--resume"))
        #expect(stopped.exists("m.training") && stopped.partialFiles.isEmpty)
        _ = try ModelFile.read(stopped.file("m"))
        // The named command can be pasted into a shell.
        let rest = try Program.shell(String(command), in: stopped.path)
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(try stopped.bytes("m") == whole.bytes("m"))
        #expect(try history(stopped) == history(whole))
        #expect(stopped.contents == whole.contents)
    }

    @Test("A terminal that goes away stops a run as Ctrl-C does, but for nohup")
    func hangUp() throws {
        let space = try makeSpace()
        let process = try Program.start(Self.arguments + ["--epochs", "100000"], in: space.path)
        for _ in 0..<1000 where !space.exists("m.training") { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, SIGHUP)
        let result = Program.finish(process)
        #expect(result.status == 1 && result.errors.contains("interrupted; to go on: "), "\(result.errors)")
        #expect(space.exists("m.training") && space.partialFiles.isEmpty)

        let ignoring = try Program.start(
            ["-c", "trap '' HUP; exec '\(Program.path)' \(Self.line) --force"], of: "/bin/sh", in: space.path)
        Thread.sleep(forTimeInterval: 0.5)
        kill(ignoring.processIdentifier, SIGHUP)
        let finished = Program.finish(ignoring)
        #expect(finished.status == 0, "\(finished.errors)")
    }

    @Test("Killed and stopped in any stage and resumed, it gives the same bytes")
    func stages() throws {
        let line = "train ph --model m \(Workspace.tiny) --conditional --epochs 100 --batch 8 --quiet"
        let words = line.split(separator: " ").map(String.init)
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        let clock = ContinuousClock()
        let duration = try clock.measure { try space.succeed(line) }
        let whole = try space.bytes("m")
        for share in [0.3, 0.5, 0.7, 0.9] {
            for (end, resumed) in [(SIGKILL, "--force"), (SIGINT, "--resume")] {
                if resumed == "--resume", !space.exists("m.training") { continue }
                let process = try Program.start(words + [resumed], in: space.path)
                Thread.sleep(forTimeInterval: share / (resumed == "--resume" ? 3 : 1) * (duration / .seconds(1)))
                kill(process.processIdentifier, end)
                _ = Program.finish(process)
            }
            if space.exists("m.training") { try space.succeed(line + " --resume") }
            #expect(try space.bytes("m") == whole, "stopped at \(share)")
        }
    }

    private func interrupted(_ line: String) throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        try space.succeed("phantoms --output other --count 4 --size 16 --seed 1")
        let process = try Program.start(line.split(separator: " ").map(String.init), in: space.path)
        for _ in 0..<500 where !space.exists("m.training") { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, SIGINT)
        let result = Program.finish(process)
        #expect(result.status == 1 && result.errors.contains("--resume"), "\(result.errors)")
        return space
    }

    @Test("Another option, or other images, than the run was started with are refused and named")
    func conflicts() throws {
        let space = try interrupted(
            "train ph --model m --architecture conv --channels 4,6 --hidden 8 --latent 3 --epochs 100000 --batch 8 --seed 3 --json"
        )
        let resume = "train ph --model m --resume"
        for option in [
            "--epochs 3", "--minutes 1", "--batch 9", "--learning-rate 0.5", "--beta 2", "--warmup 0.5",
            "--validation 0.2", "--patience 4", "--seed 4", "--latent 4", "--channels 4,7", "--hidden 9",
            "--likelihood bernoulli", "--architecture mlp", "--binarize dynamic",
        ] {
            let result = try space.run("\(resume) \(option)")
            #expect(result.status == 64, "\(option): \(result.errors)")
            #expect(result.errors.contains(option.prefix { $0 != " " }), "\(option): \(result.errors)")
            #expect(result.errors.contains("m.training") && result.output.isEmpty)
        }
        let images = try space.run("train other --model m --resume")
        #expect(images.status == 65 && images.errors.contains("other images"))
        let sized = try space.run("\(resume) --size 12")
        #expect(sized.status == 64 && sized.errors.contains("--size"))
        // A new run doesn't take its place unasked.
        let anew = try space.run("train ph --model m")
        #expect(anew.status == 73 && anew.errors.contains("--resume") && anew.errors.contains("--force"))
        #expect(space.partialFiles.isEmpty)
        try space.succeed("train ph --model m --epochs 1 --architecture conv --channels 4 --hidden 8 --force")
        #expect(!space.exists("m.training"))
    }

    @Test("Any part of the options that the run was started with goes with --resume")
    func partOfOptions() throws {
        let space = try interrupted(
            "train ph --model m --architecture mlp --hidden 8,6 --latent 3 --epochs 3000 --batch 8 --seed 3")
        for options in ["--hidden 8,6", "--latent 3 --seed 3", "--architecture mlp --epochs 3000", ""] {
            let words = "train ph --model m --resume \(options)".split(separator: " ").map(String.init)
            let process = try Program.start(words, in: space.path)
            Thread.sleep(forTimeInterval: 0.2)
            kill(process.processIdentifier, SIGINT)
            let result = Program.finish(process)
            #expect(result.status <= 1 || result.status == 130, "\(options): \(result.errors)")
        }
    }

    @Test("Divergence is told, and the exit code is 1")
    func divergence() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        let result = try space.run(
            "train ph --model m --architecture conv --channels 4 --hidden 8 --beta 1e300 --warmup 1 --epochs 9 --json")
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.contains("step 2 of epoch 5") && result.errors.contains("--learning-rate"))
        #expect(try space.succeed("info m").output.contains("weights of epoch 1"))
        #expect(!space.exists("m.training"))
    }
}
