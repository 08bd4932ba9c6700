import Foundation
import Grisaille

/// The autoencoder that comes with the program. Training starts from it, so that most of the time is left to the prior.
enum ReadyAutoencoder {
    private static let name = "autoencoder.safetensors"
    /// Folders beside or above the program's: those of an installation and of a build.
    private static let folders = ["share/grisaille", "Models"]
    private static let maximumParents = 5

    /// The file's path; nil if it doesn't lie where the program is installed or built.
    static var path: String? {
        guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
        var folder = program.deletingLastPathComponent()
        for _ in 0..<maximumParents {
            for place in folders {
                let file = folder.appendingPathComponent(place).appendingPathComponent(name).path
                if FileManager.default.fileExists(atPath: file) { return file }
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
