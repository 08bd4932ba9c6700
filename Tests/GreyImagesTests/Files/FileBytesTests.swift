import Foundation
import Testing

@testable import GreyImages

@Suite struct FileBytesTests {
    @Test func readsWholeFiles() throws {
        let folder = try TemporaryFolder()
        var random = RandomSource(seed: 1)
        for count in [0, 1, 4096, 100_001] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try FileBytes.read(folder.write(bytes, to: "a")) == bytes)
        }
    }

    @Test func anArrayUsedAgainHoldsNothingOfTheLastFile() throws {
        let folder = try TemporaryFolder()
        var buffer: [UInt8] = []
        #expect(try FileBytes.read(folder.write([1, 2, 3], to: "a"), into: &buffer) == 3)
        #expect(try FileBytes.read(folder.write([4], to: "b"), into: &buffer) == 1)
        #expect(buffer == [4, 2, 3])
        let (count, size) = try FileBytes.readPrefix(2, of: folder.file("a"), into: &buffer)
        #expect(count == 2 && size == 3 && buffer == [1, 2, 3])
    }

    @Test func limitIsTheMostThatIsRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "a")
        #expect(try FileBytes.read(path, limit: 3) == [1, 2, 3])
        #expect(throws: FileError.self) { try FileBytes.read(path, limit: 2) }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatIsNoFileIsRefused() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let notRegular = "it isn't a regular file"
        #expect(throws: FileError.unreadable(path: pipe, reason: notRegular)) { try FileBytes.read(pipe) }
        #expect(throws: FileError.unreadable(path: "/dev/zero", reason: notRegular)) {
            try FileBytes.read("/dev/zero")
        }
        #expect(throws: FileError.unreadable(path: folder.path, reason: "it is a folder, not a file")) {
            try FileBytes.read(folder.path)
        }
        try folder.write([1], to: "a")
        for name in ["none", "none/a", "a/b"] {
            #expect(throws: FileError.missing(path: folder.file(name))) { try FileBytes.read(folder.file(name)) }
        }
    }

    @Test(.enabled(if: getuid() != 0, "permissions don't bind the superuser"))
    func unreadablePermissionsAreNamed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1], to: "a")
        try folder.setPermissions(0, of: "a")
        #expect(throws: FileError.unreadable(path: path, reason: System.text(EACCES))) { try FileBytes.read(path) }
    }

    @Test func foldersAreMadeWithTheirParents() throws {
        let folder = try TemporaryFolder()
        try Folder.create(folder.file("a/b/c"))
        try Folder.create(folder.file("a/b/c/"))
        #expect(try Folder.exists(folder.file("a/b/c")))
        try folder.write([1], to: "file")
        #expect(try !Folder.exists(folder.file("file")) && !Folder.exists(folder.file("none")))
        for name in ["file", "file/a"] {
            #expect(throws: FileError.self) { try Folder.create(folder.file(name)) }
        }
    }

    @Test func pathsAreTakenApart() {
        #expect(FilePath.join("a", "b") == "a/b")
        #expect(FilePath.join("a/", "b") == "a/b")
        #expect(FilePath.join("", "b") == "b")
        #expect(FilePath.join("a", "/b") == "/b")
        #expect(["a/b/c.png", "a/b/", "c", "/", "/x"].map(FilePath.lastComponent) == ["c.png", "b", "c", "/", "x"])
        #expect(["a/b/c.png", "a/b/", "c", "/x", "a//b"].map(FilePath.folder(of:)) == ["a/b", "a", ".", "/", "a"])
        #expect(
            ["a/b.png", "a.b/c", ".png", "a/.hidden", "x.tar.gz"].map(FilePath.withoutExtension)
                == ["a/b", "a.b/c", ".png", "a/.hidden", "x.tar"])
        #expect(FilePath.hasExtension("a.PnG", "png") && !FilePath.hasExtension("apng", "png"))
        #expect(!FilePath.hasExtension("png", "png") && !FilePath.hasExtension("a.png.txt", "png"))
    }
}
