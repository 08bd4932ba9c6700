import Foundation
import GreyImages
import Platform
import Testing
import VAE
@testable import Training

@Suite("The state of an interrupted run")
struct StateFileTests {
    private func interrupted() throws -> ToyRun {
        let run = try ToyRun(images: ToyData.spots(60))
        var settings = TrainingSettings()
        settings.length = .epochs(3)
        settings.batch = 20
        try run.start(settings, stoppingAfter: 4)
        return run
    }

    private func damage(_ run: ToyRun, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try FileBytes.read(run.state)
        change(&bytes)
        try Data(bytes).write(to: URL(fileURLWithPath: run.state))
    }

    @Test("Resuming without a state file is an error")
    func missing() throws {
        let run = try ToyRun(images: ToyData.spots(10))
        let error = #expect(throws: TrainingError.self) { try run.resume() }
        guard case .nothingToResume = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
    }

    @Test("A run is not resumed with other images")
    func otherImages() throws {
        let run = try interrupted()
        var changed = ToyData.spots(60)
        changed.swapAt(3, 4)
        for images in [changed, ToyData.spots(61), ToyData.spots(60, seed: 2)] {
            let error = #expect(throws: TrainingError.self) {
                try TrainingRun(
                    resuming: run.recorder.checkpoint(), images: ImageDataset(images: images),
                    pool: WorkerPool(threads: 1))
            }
            guard case .imagesChanged = error else {
                Issue.record("another error: \(String(describing: error))")
                return
            }
        }
    }

    @Test("A model is not read as a state, nor a state as a model")
    func wrongKind() throws {
        let run = try interrupted()
        #expect(throws: ModelFileError.self) { try ModelFile.read(run.state) }
        try FileManager.default.removeItem(atPath: run.state)
        try FileManager.default.copyItem(atPath: run.model, toPath: run.state)
        #expect(throws: ModelFileError.self) { try run.resume() }
    }

    @Test("A truncated state is refused, whatever its length", arguments: [0, 1, 7, 8, 9, 100, 2000, 20_000])
    func truncated(length: Int) throws {
        let run = try interrupted()
        try damage(run) { $0.removeLast(max(1, $0.count - length)) }
        #expect(throws: ModelFileError.self) { try run.resume() }
    }

    @Test("Changed bytes in a state never cause a crash")
    func flipped() throws {
        let run = try interrupted()
        let original = try FileBytes.read(run.state)
        for trial in 0..<60 {
            // Most changes are in the header, where they matter.
            let place = trial % 3 == 0 ? trial * 997 % original.count : trial * 131 % min(original.count, 6000)
            try Data(original).write(to: URL(fileURLWithPath: run.state))
            try damage(run) { $0[place] ^= UInt8(1 << (trial % 8)) }
            // A changed weight can't be told from a valid one. Any other change is an error.
            _ = try? run.resume(stoppingAfter: 1)
        }
    }

    private static let impossibleNumbers: [(key: String, old: String, new: String)] = [
        ("setup", "\"batch\":20", "\"batch\":0"),
        ("setup", "\"validationShare\":0.1", "\"validationShare\":1e300"),
        ("setup", "\"validationShare\":0.1", "\"validationShare\":-3"),
        ("setup", "\"clipping\":3", "\"clipping\":-1"),
        ("setup", "\"averaging\":0.999", "\"averaging\":2"),
        ("setup", "\"latentCount\":3", "\"latentCount\":0"),
        ("setup", "\"epochs\":{\"_0\":3}", "\"epochs\":{\"_0\":9223372036854775807}"),
        ("progress", "\"epoch\":2", "\"epoch\":9223372036854775807"),
        ("progress", "\"epoch\":2", "\"epoch\":-1"),
        ("progress", "\"batch\":1", "\"batch\":-9223372036854775808"),
        ("progress", "\"bestEpoch\":1", "\"bestEpoch\":-9223372036854775808"),
        ("progress", "\"bestEpoch\":1", "\"bestEpoch\":7"),
        ("progress", "\"images\":1", "\"images\":999999999999999"),
        ("progress", "\"seconds\":", "\"seconds\":-"),
        ("optimizer_steps", "4", "-4"),
        ("optimizer_steps", "4", "9223372036854775807"),
    ]

    @Test("Impossible numbers are refused", arguments: impossibleNumbers.indices)
    func impossible(index: Int) throws {
        let change = Self.impossibleNumbers[index]
        let run = try interrupted()
        var metadata = try SafeTensors(contentsOf: run.state).metadata
        let text = try #require(metadata[change.key])
        try #require(text.contains(change.old), "\(text) was expected to hold \(change.old)")
        metadata[change.key] = text.replacingOccurrences(of: change.old, with: change.new)
        // The arrays are read last, so the error is about the numbers although the arrays are missing.
        try SafeTensors.write([], metadata: metadata, to: run.state)
        let error = #expect(throws: ModelFileError.self) { try run.resume() }
        #expect("\(error!)".contains("impossible"), "\(error!)")
        #expect("\(error!)".contains(run.state))
    }

    @Test("An error names the file if the folder has vanished")
    func vanishedFolder() throws {
        let run = try ToyRun(images: ToyData.spots(20))
        try FileManager.default.removeItem(atPath: run.folder)
        let error = #expect(throws: FileError.self) { try run.start(TrainingSettings()) }
        #expect(error?.path == run.state)
    }
}
