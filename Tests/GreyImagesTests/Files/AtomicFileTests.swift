import Foundation
import Testing

@testable import GreyImages

@Suite struct AtomicFileTests {
    @Test(arguments: [false, true])
    func replacesAFileAndLeavesNothingElse(synced: Bool) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "a")
        try AtomicFile.write([4, 5], to: path, synced: synced)
        #expect(try FileBytes.read(path) == [4, 5])
        #expect(try folder.contents == ["a"])
    }

    @Test func emptyLargeAndPiecewise() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([], to: folder.file("empty"), synced: false)
        #expect(try FileBytes.read(folder.file("empty")) == [])
        var expected: [UInt8] = []
        try AtomicFile.write(to: folder.file("pieces"), synced: false) { writer in
            for (index, count) in [1, 70_000, 0, 65_535, 2, 65_536, 3].enumerated() {
                let piece = [UInt8](repeating: UInt8(index), count: count)
                expected += piece
                if index % 2 == 0 { try writer.append(piece) } else { try writer.append(piece.span) }
            }
        }
        #expect(try FileBytes.read(folder.file("pieces")) == expected)
    }

    @Test func nothingIsVisibleUntilItIsComplete() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([9], to: "a")
        try AtomicFile.write(to: path) { writer in
            try writer.append([UInt8](repeating: 7, count: 100_000))
            #expect(try FileBytes.read(path) == [9])
            #expect(try folder.contents.count == 2)
            #expect(try folder.contents.allSatisfy { $0 == "a" || $0.hasPrefix(".") })
        }
        #expect(try FileBytes.read(path).count == 100_000)
    }

    @Test func anErrorOfTheWriterLeavesTheOldFile() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let path = try folder.write([9], to: "a")
        #expect(throws: Stop.self) {
            try AtomicFile.write(to: path) { writer in
                try writer.append([1, 2, 3])
                throw Stop()
            }
        }
        #expect(try FileBytes.read(path) == [9])
        #expect(try folder.contents == ["a"])
    }

    /// If the system can't tell whether a file exists, as on a failing disk, it isn't treated as missing.
    @Test func aPathThatCannotBeFollowedIsNoMissingFile() throws {
        let folder = try TemporaryFolder()
        try folder.link("loop", to: "loop")
        let path = folder.file("loop/a")
        #expect(throws: FileError.self) { try Folder.exists(path) }
        #expect(throws: FileError.self) { try FilePath.exists(path) }
        #expect(throws: FileError.self) { try FileIdentity(path) }
        let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder.file("loop")) }
        #expect(error?.reason.contains("symbolic links") == true)
        #expect(try folder.contents == ["loop"])
        #expect(throws: FileError.unreadable(path: path, reason: System.text(ELOOP))) {
            try ImageDataset.read(path)
        }
    }

    /// A limit on file sizes imitates a full disk: the system writes part of the bytes and then fails.
    @Test func aFullDiskLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([9], to: "a")
        // Other tests in this process run at the same time, but none writes a mebibyte.
        signal(SIGXFSZ, SIG_IGN)
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        #else
            let resource = RLIMIT_FSIZE
        #endif
        var before = rlimit()
        getrlimit(resource, &before)
        var limited = before
        limited.rlim_cur = 1 << 20
        setrlimit(resource, &limited)
        defer { setrlimit(resource, &before) }
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write([UInt8](repeating: 1, count: 3 << 20), to: path, synced: false)
        }
        #expect(error == .cannotCreate(path: path, reason: System.text(EFBIG)))
        #expect(try FileBytes.read(path) == [9])
        #expect(try folder.contents == ["a"])
    }

    @Test func impossiblePlacesAreNamed() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("folder")
        try folder.write([1], to: "file")
        for name in ["none/a", "folder", "file/a"] {
            let path = folder.file(name)
            let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
            #expect(error?.description.hasPrefix("\(path): can't be written: ") == true)
        }
        // Replacing a device with a file would remove the device.
        #expect(throws: FileError.self) { try AtomicFile.write([1], to: "/dev/null") }
        #expect(try folder.contents == ["file", "folder"])
    }

    @Test(.enabled(if: getuid() != 0, "permissions don't bind the superuser"))
    func readOnlyFolderLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([9], to: "a")
        try folder.setPermissions(0o500, of: "")
        #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
        #expect(try FileBytes.read(path) == [9])
    }

    @Test func linksAreFollowed() throws {
        let folder = try TemporaryFolder()
        try folder.write([9], to: "there/real")
        try folder.link("link", to: "there/real")
        try AtomicFile.write([1, 2], to: folder.file("link"))
        #expect(try FileBytes.read(folder.file("there/real")) == [1, 2])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == "there/real")
    }

    @Test func theUsersMaskIsKept() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a")
        try AtomicFile.write([1], to: path)
        let mask = umask(0)
        umask(mask)
        #expect(try #require(try System.status(of: path)).st_mode & 0o777 == 0o666 & ~mask)
    }

    @Test(arguments: [0o600, 0o640, 0o444, 0o666])
    func permissionsAreKept(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([9], to: "a")
        try folder.setPermissions(mode, of: "a")
        try AtomicFile.write(to: path) { writer in
            try writer.append([1])
            for name in try folder.contents where name.hasPrefix(".") {
                let making = try #require(try System.status(of: folder.file(name))).st_mode & 0o777
                #expect(making & ~mode_t(mode | 0o200) == 0, "\(String(making, radix: 8)) in the making")
            }
        }
        #expect(try #require(try System.status(of: path)).st_mode & 0o777 == mode_t(mode))
        #expect(try FileBytes.read(path) == [1])
    }

    @Test(.enabled(if: getuid() == 0, "only the superuser gives files away"))
    func theOwnerIsKept() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([9], to: "a")
        try #require(chown(path, 1234, 2345) == 0)
        try AtomicFile.write([1], to: path)
        let status = try #require(try System.status(of: path))
        #expect(status.st_uid == 1234 && status.st_gid == 2345)
    }
}
