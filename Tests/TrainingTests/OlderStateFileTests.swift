import Foundation
import GreyImages
import Testing

@testable import Training

/// Runs that were stopped by an earlier version can be resumed. Its files had another layout for each kind of stage.
@Suite("State files of earlier versions")
struct OlderStateFileTests {
    /// Rewrites the header of a run's state file as an earlier version wrote it. The arrays keep their places.
    private func makeOlder(_ run: ToyRun) throws {
        let checkpoint = try run.recorder.checkpoint()
        let bytes = try FileBytes.read(run.state)
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let parsed = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length]))
        var header = try #require(parsed as? [String: Any])
        var metadata = try #require(header["__metadata__"] as? [String: String])
        header["__metadata__"] = nil
        metadata["stage"] = nil
        let counters = try #require(metadata["session"])
        metadata["session"] = nil
        if checkpoint.stage == .autoencoder {
            let progress = try #require(metadata["progress"])
            metadata["progress"] = "\(progress.dropLast()),\(counters.dropFirst())"
        } else {
            metadata["progress"] = nil
            metadata["optimizer_steps"] = nil
            metadata["refinement"] =
                "{\"stage\":\"\(checkpoint.stage.rawValue)\",\"steps\":\(checkpoint.steps),"
                + "\"seconds\":\(checkpoint.progress.seconds),\"scalars\":\(counters)}"
            header = Dictionary(
                uniqueKeysWithValues: header.map { ($0.hasPrefix("model.") ? $0 : "stage." + $0, $1) })
        }
        header["__metadata__"] = metadata
        var text = try JSONSerialization.data(withJSONObject: header)
        text.append(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        let prefix = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        try (Data(prefix) + text + Data(bytes[(8 + length)...])).write(to: URL(fileURLWithPath: run.state))
    }

    @Test("A run resumed from an older file gives the same bytes in every stage", arguments: [4, 8, 13])
    func resumed(stop: Int) throws {
        let whole = try StagedRun()
        try whole.start()
        let one = try StagedRun()
        try one.start(stoppingAfter: stop)
        try makeOlder(one.run)
        #expect(try one.resume().ending == .complete)
        #expect(try one.run.modelBytes == whole.run.modelBytes)
    }
}
