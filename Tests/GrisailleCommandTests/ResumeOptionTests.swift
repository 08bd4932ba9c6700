import Foundation
import Grisaille
import Testing

@Suite("Options that a resumed run was not started with are refused")
struct ResumeOptionTests {
    /// Options that say nothing of what is trained.
    private static let others: Set = [
        "--model", "--resume", "--from", "--from-scratch", "--labels", "--skip-unreadable",
        "--ignore-other-formats", "--megapixels", "--threads", "--quiet", "--json", "--force",
        "--version", "--help", "--no-convert-to-grey",
    ]

    /// For every option a value that the run was not started with.
    private static let values: [String: String] = [
        "--preset": "--preset best", "--minutes": "--minutes 1", "--epochs": "--epochs 3", "--batch": "--batch 9",
        "--crop": "--crop 32", "--augment": "--augment flip",
        "--learning-rate": "--learning-rate 0.5", "--weight-decay": "--weight-decay 0.5", "--beta": "--beta 2",
        "--importance-samples": "--importance-samples 3",
        "--importance-start": "--importance-samples 2 --importance-start 0.1", "--free-nats": "--free-nats 1",
        "--warmup": "--warmup 0.5", "--validation": "--validation 0.2", "--patience": "--patience 4",
        "--notes": "--notes other", "--adversarial": "--adversarial 2", "--prior": "--prior flow",
        "--conditional": "--conditional",
        "--condition": "--condition ph/labels.csv:scaleRatio", "--pseudo-inputs": "--pseudo-inputs 7",
        "--flow-width": "--flow-width 16",
        "--flow-blocks": "--flow-blocks 2", "--flow-patch": "--flow-patch 2",
        "--architecture": "--architecture mlp", "--hidden": "--hidden 9", "--activation": "--activation tanh",
        "--channels": "--channels 4,7", "--blocks": "--blocks 1,1", "--groups": "--groups 1,1",
        "--group-channels": "--group-channels 1,1", "--latent": "--latent 4",
        "--likelihood": "--likelihood gaussian", "--components": "--components 3", "--binarize": "--binarize dynamic",
        "--size": "--size 12", "--fit": "--fit crop", "--bit-depth": "--bit-depth 16", "--levels": "--levels 0:9",
        "--convert-to-grey": "--convert-to-grey", "--seed": "--seed 4",
    ]

    /// A run of which the words of `options` were given, stopped as soon as it can be resumed.
    private func stopped(_ options: String) throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        let line = "train ph --model m --channels 4,6 --epochs 100000 --seed 3 \(options)"
        let process = try Program.start(line.split(separator: " ").map(String.init), in: space.path)
        for _ in 0..<500 where !space.exists("m.training") { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, SIGINT)
        let result = Program.finish(process)
        #expect(result.status == 1 && space.exists("m.training"), "\(result.errors)")
        return space
    }

    private static let convolutional =
        "--architecture conv --hidden 8 --latent 3 --size 16 --likelihood mixture --components 2 --preset quick "
        + "--importance-samples 2"

    @Test("Every option of train that has a saved setting")
    func everyOption() throws {
        let space = try stopped(Self.convolutional)
        let help = try space.succeed("help train").output
        let words = help.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
            // An option stands at the beginning of its line.
            guard line.hasPrefix("  -"),
                let word = line.split(whereSeparator: { " /,".contains($0) }).first(
                    where: { $0.hasPrefix("--") })
            else { return nil }
            return word
        }
        let options = Set(words.map(String.init)).subtracting(Self.others)
        #expect(options.count > 30 && options == Set(Self.values.keys))
        for option in options.sorted() {
            guard let given = Self.values[option] else { continue }
            let result = try space.run("train ph --model m --resume \(given)")
            #expect(result.status == 64, "\(given): \(result.errors)")
            #expect(result.errors.contains("started with another \(option);"), "\(given): \(result.errors)")
            #expect(result.errors.contains("m.training"), "\(given): \(result.errors)")
        }
    }

    @Test("Another number of components is refused, the same one is not")
    func components() throws {
        let space = try stopped(Self.convolutional)
        let other = try space.run("train ph --model m --resume --components 3")
        #expect(other.status == 64 && other.errors.contains("another --components"), "\(other.errors)")
        try expectAgreement(space, "--components 2 --likelihood mixture")
    }

    @Test("Another preset is refused, the same one is not")
    func preset() throws {
        let space = try stopped("--preset quick --blocks 1,1 --flow-width 8 --flow-blocks 1")
        let other = try space.run("train ph --model m --resume --preset standard")
        #expect(other.status == 64 && other.errors.contains("another --preset"), "\(other.errors)")
        try expectAgreement(space, "--preset quick")
        // The default is a preset like any other.
        let standard = try stopped("--blocks 1,1 --flow-width 8 --flow-blocks 1")
        let quick = try standard.run("train ph --model m --resume --preset quick")
        #expect(quick.status == 64 && quick.errors.contains("another --preset"), "\(quick.errors)")
        try expectAgreement(standard, "--preset standard --channels 4,6")
    }

    /// The options are those of the run: of all that are given the one behind them is refused.
    private func expectAgreement(_ space: Workspace, _ options: String) throws {
        let result = try space.run("train ph --model m --resume \(options) --levels 0:9")
        #expect(result.status == 64 && result.errors.contains("another --levels"), "\(options): \(result.errors)")
    }
}
