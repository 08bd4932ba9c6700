@testable import GreyImages

/// A file for readers that need a path. Its content is replaced for each input.
enum MemoryFile {
    /// The folder of this process, in memory if the system has such a file system.
    private static let folder: String = {
        let base = ((try? Folder.exists("/dev/shm")) ?? false) ? "/dev/shm" : "/tmp"
        let path = "\(base)/grisaille-fuzz-\(getpid())"
        guard mkdir(path, 0o700) == 0 else { fatalError("\(path) can't be made") }
        atexit { MemoryFile.remove() }
        return path
    }()

    /// Writes a file and returns its path.
    static func write(_ bytes: [UInt8], named name: String) -> String {
        let path = path(name)
        guard let file = fopen(path, "wb"), fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else {
            fatalError("\(path) can't be written")
        }
        return path
    }

    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    private static func remove() {
        for name in ["a.npz", "a.npy", "a.safetensors", "b.safetensors"] { unlink(path(name)) }
        rmdir(folder)
    }
}
