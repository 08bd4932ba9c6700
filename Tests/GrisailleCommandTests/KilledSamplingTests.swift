import Foundation
import Grisaille
import Testing

@Suite("Killed sampling", .serialized)
struct KilledSamplingTests {
    /// The program that wrote them may be killed between any two system calls, on all threads.
    @Test("Whatever is there under its name after a kill is a whole image")
    func killedAtAnyMoment() throws {
        let space = try Workspace()
        try space.prepare()
        for attempt in 0..<6 {
            let folder = "killed\(attempt)"
            let process = try Program.start(
                ["sample", "--model", "m", "--count", "50000", "--output", folder, "--json"], in: space.path)
            // Once the first image is there, at once or a moment later.
            for _ in 0..<500 where !space.exists("\(folder)/sample-00000.png") { Thread.sleep(forTimeInterval: 0.01) }
            Thread.sleep(forTimeInterval: Double(attempt) * 0.02)
            kill(process.processIdentifier, SIGKILL)
            #expect(Program.finish(process).status == 128 + SIGKILL)
            let images = try FileManager.default.contentsOfDirectory(atPath: space.file(folder))
                .filter { $0.hasSuffix(".png") }
            #expect(!images.isEmpty)
            for image in images { _ = try GreyImage(contentsOfPNG: space.file("\(folder)/\(image)")) }
            _ = try NumpyArray(contentsOf: space.file("\(folder)/latents.npy"))
        }
    }
}
