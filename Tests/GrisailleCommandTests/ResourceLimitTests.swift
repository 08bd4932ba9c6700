import Foundation
import Grisaille
import Testing

/// What a process is allowed is honoured: memory, and processors.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/limits"))) struct ResourceLimitTests {
    /// Success, or a plain error and its code: no trap, and nothing that goes on for ever.
    @Test func littleMemoryIsAPlainError() throws {
        let space = try Workspace()
        try space.prepare()
        let commands = [
            "train ph --model t --epochs 1", "map ph --model m --output m.png", "sample --model m --count 3 --output s",
            "sample --model m --count 3 --diversity 0.5 --pool 30 --output d", "encode ph --model m --output e.npy",
            "direction fit ph --labels ph/labels.csv:brightness --model m --output way",
        ]
        var refusals = 0
        for kilobytes in [40_000, 60_000, 100_000, 200_000] {
            for command in commands {
                let result = try Program.shell(
                    "ulimit -v \(kilobytes); exec '\(Program.path)' \(command) --force", in: space.path)
                // Where the program can't even be loaded, that isn't its own doing.
                if result.status == 127 { continue }
                #expect([0, 71].contains(result.status), "\(kilobytes) \(command): \(result.status) \(result.errors)")
                guard result.status == 71 else { continue }
                refusals += 1
                #expect(result.errors.contains("error: not enough memory: "), "\(command): \(result.errors)")
            }
        }
        #expect(refusals > 0)
    }

    @Test func whatCannotFitIsRefusedBeforeItIsTaken() throws {
        let space = try Workspace()
        try space.prepare()
        let result = try Program.shell(
            "ulimit -v 400000; exec '\(Program.path)' train ph --model t --architecture mlp --hidden 20000,20000",
            in: space.path)
        let remedy =
            "; choose a smaller --hidden, --latent, --channels, --flow-width, --batch or --size, or fewer --threads\n"
        #expect(result.status == 71 && result.errors.hasSuffix(remedy), "\(result.errors)")
    }

    @Test func imagesThatCannotFitAreRefusedBeforeTheyAreDecoded() throws {
        let space = try Workspace()
        let size = ImageSize(width: 2048, height: 2048)
        let png = GreyImage(size: size, bitDepth: .eight, samples: .init(repeating: 0, count: size.pixelCount))
            .pngBytes()
        for index in 0..<100 { try space.write(png, to: "many/\(index).png") }
        let result = try Program.shell("ulimit -v 400000; exec '\(Program.path)' train many --model t", in: space.path)
        #expect(result.status == 71, "\(result.errors)")
        #expect(result.errors.contains("not enough memory: many with its 100 images of 2048x2048 needs 0.4 GB"))
        #expect(result.errors.hasSuffix("; make them smaller with --size, or give fewer\n"), "\(result.errors)")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/taskset")))
    func processorsThatAProcessIsBoundToAreAllItUses() throws {
        let space = try Workspace()
        func info(_ line: String) throws -> [String: Any] {
            try Program.shell("exec taskset -c 0 '\(Program.path)' info --json \(line)", in: space.path).json()
        }
        for line in ["", "--threads 32"] {
            let bound = try info(line)
            #expect(bound["processors"] as? Int == 1 && bound["threads"] as? Int == 1)
        }
        let text = try Program.shell("exec taskset -c 0 '\(Program.path)' info", in: space.path).output
        #expect(try text.contains("taskset") || info("")["processorsOnline"] as? Int == 1)
    }
}
