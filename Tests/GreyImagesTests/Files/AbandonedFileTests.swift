import Foundation
import Testing

@testable import GreyImages

@Suite struct AbandonedFileTests {
    @Test func onlyOldFilesOfProcessesThatAreGoneAreRemoved() throws {
        let folder = try TemporaryFolder()
        let gone = try endedProcess()
        let alive = getpid()
        let old = Date(timeIntervalSinceNow: -Double(AtomicFile.abandonedAge) - 60)
        let files: [(name: String, modified: Date)] = [
            (".grisaille-\(gone)-abc.partial", old),
            (".grisaille-\(gone)-young.partial", Date()),
            (".grisaille-\(alive)-abc.partial", old),
            (".grisaille-\(gone)-abc.other", old),
            (".other-\(gone)-abc.partial", old),
            ("model.safetensors", old),
        ]
        for file in files {
            let path = try folder.write([1], to: file.name)
            try FileManager.default.setAttributes([.modificationDate: file.modified], ofItemAtPath: path)
        }
        AtomicFile.removeAbandoned(in: folder.path)
        #expect(try Set(folder.contents) == Set(files.dropFirst().map(\.name)))
    }

    @Test func whatAKilledProcessOfThisMachineLeftGoesAtOnce() throws {
        let folder = try TemporaryFolder()
        let name = TemporaryName.unique()
        let machine = try #require(TemporaryName.thisMachine)
        #expect(name.hasPrefix(".grisaille-\(getpid())-") && name.hasSuffix("-\(machine).partial"))
        let gone = try endedProcess()
        let left = ".grisaille-\(gone)-abc-\(machine).partial"
        let remote = ".grisaille-\(gone)-abc-elsewhere.partial"
        for name in [name, left, remote] { try folder.write([1], to: name) }
        AtomicFile.removeAbandoned(in: folder.path)
        #expect(try Set(folder.contents) == [name, remote])
    }

    /// The number of a process that has ended.
    private func endedProcess() throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exit 0"]
        try process.run()
        process.waitUntilExit()
        return process.processIdentifier
    }
}
