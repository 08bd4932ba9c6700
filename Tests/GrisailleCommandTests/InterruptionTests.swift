import Foundation
import Grisaille
import Testing

@Suite("Interrupted training", .serialized)
struct InterruptionTests {
    /// A run of a few seconds that saves its state several times.
    private static let line =
        "train ph --model m --architecture conv --channels 8,16 --hidden 32 --latent 4 --batch 16 --threads 1 --epochs 80"
    private static let arguments = words(line)

    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    private func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 14 --size 24x20")
        return space
    }

    /// The history without its seconds.
    private func history(_ space: Workspace) throws -> [[Substring]] {
        String(decoding: try space.bytes("m.history.csv"), as: UTF8.self).split(separator: "\n").map {
            var cells = $0.split(separator: ",", omittingEmptySubsequences: false)
            cells.remove(at: 2)
            return cells
        }
    }

    /// A number that changes whenever the state is saved; nil while there is none.
    private func stateNumber(_ space: Workspace) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: space.file("m.training"))
        return attributes?[.systemFileNumber] as? Int
    }

    /// Waits until a run has saved its state another time, or has ended.
    private func waitForSave(_ space: Workspace, after number: Int?, by process: Process) {
        while process.isRunning, stateNumber(space) == nil || stateNumber(space) == number {
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Starts or resumes a run, and sends it a signal at a random moment soon after it has saved its state some times.
    private func stop(_ space: Workspace, afterSaves saves: Int, with signal: Int32) throws -> Program.Result {
        let process = try Program.start(
            Self.arguments + (space.exists("m.training") ? ["--resume"] : []), in: space.path)
        for _ in 0..<saves { waitForSave(space, after: stateNumber(space), by: process) }
        Thread.sleep(forTimeInterval: .random(in: 0...0.15))
        kill(process.processIdentifier, signal)
        return Program.finish(process)
    }

    @Test("Killed and stopped at any moment and resumed, a run gives the same bytes")
    func killAndResume() throws {
        let whole = try makeSpace()
        try whole.succeed(Self.line)

        let space = try makeSpace()
        // Killed perhaps before the state was first written, the run just begins again.
        for saves in [0, 2, 1] {
            let killed = try stop(space, afterSaves: saves, with: SIGKILL)
            #expect(killed.status == 128 + SIGKILL, "\(killed.errors)")
            // A model that is there is a whole one.
            if space.exists("m") { _ = try ModelFile.read(space.file("m")) }
        }
        let stopped = try stop(space, afterSaves: 1, with: SIGTERM)
        #expect(stopped.status == 1, "\(stopped.errors)")
        #expect(space.exists("m.training") && space.partialFiles.isEmpty)
        _ = try ModelFile.read(space.file("m"))

        // The command that the program names can be pasted into a shell.
        let marker = "interrupted; to go on: "
        let named = stopped.errors.split(separator: "\n").first { $0.hasPrefix(marker) }
        let command = try #require(named?.dropFirst(marker.count))
        #expect(command.hasSuffix("--resume"))
        let rest = try Program.shell(String(command), in: space.path)
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(try space.bytes("m") == whole.bytes("m"))
        #expect(try history(space) == history(whole))
        #expect(space.contents == whole.contents)
    }

    @Test("A terminal that closes stops a run as Ctrl-C does, but not under nohup")
    func hangUp() throws {
        let space = try makeSpace()
        let process = try Program.start(Self.arguments + ["--epochs", "100000"], in: space.path)
        waitForSave(space, after: nil, by: process)
        kill(process.processIdentifier, SIGHUP)
        let result = Program.finish(process)
        #expect(result.status == 1 && result.errors.contains("interrupted; to go on: "), "\(result.errors)")
        #expect(space.exists("m.training") && space.partialFiles.isEmpty)

        let ignoring = try Program.start(
            ["-c", "trap '' HUP; exec '\(Program.path)' \(Self.line) --epochs 100000 --force"], of: "/bin/sh",
            in: space.path)
        waitForSave(space, after: stateNumber(space), by: ignoring)
        kill(ignoring.processIdentifier, SIGHUP)
        // The run is still at work afterwards: it goes on to the end of an epoch.
        waitForSave(space, after: stateNumber(space), by: ignoring)
        #expect(ignoring.isRunning)
        kill(ignoring.processIdentifier, SIGTERM)
        #expect(Program.finish(ignoring).status == 1)
    }

    @Test("Killed and stopped in each stage and resumed, a run gives the same bytes")
    func stages() throws {
        let line = "train ph --model m \(Workspace.tiny) --flow-width 32 --conditional --epochs 20 --batch 8"
        let whole = try Workspace()
        try whole.succeed("phantoms --output ph --count 4 --size 16")
        try whole.succeed(line)

        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        // Each stage reports another figure, first after its first step.
        for figure in ["-ELBO", "distortion", "squared error"] {
            for signal in [SIGKILL, SIGINT] {
                let resumed = space.exists("m.training") ? ["--resume"] : []
                let process = try Program.start(Self.words(line) + resumed, in: space.path)
                #expect(Program.wait(for: "images/s", figure, from: process), "the run didn't come to the \(figure)")
                kill(process.processIdentifier, signal)
                let result = Program.finish(process)
                #expect(result.status == (signal == SIGINT ? 1 : 128 + signal), "\(figure): \(result.errors)")
            }
        }
        try space.succeed(line + " --resume")
        #expect(try space.bytes("m") == whole.bytes("m"))
        #expect(space.contents == whole.contents)
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

    @Test("Other images than those of the run are refused, and so is a new run in its place")
    func conflicts() throws {
        let space = try interrupted(
            "train ph --model m --architecture conv --channels 4,6 --hidden 8 --latent 3 --epochs 100000 --batch 8 --seed 3 --json"
        )
        let resume = "train ph --model m --resume"
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
