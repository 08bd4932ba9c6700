import Foundation
import Testing

@testable import GreyImages

@Suite struct FileIdentityTests {
    @Test func oneFileHasOneIdentityHoweverItIsSpelled() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1], to: "there/a")
        try folder.makeFolder("there/deep")
        try folder.link("link", to: "there")
        try folder.link("file", to: "there/a")
        try FileManager.default.linkItem(atPath: path, toPath: folder.file("hard"))
        let spellings = ["there//a", "./there/./a", "there/deep/../a", "link/a", "link/deep/../a", "file", "hard"]
        for name in spellings { #expect(try FileIdentity(folder.file(name)) == FileIdentity(path), "\(name)") }
        #expect(try FileIdentity(folder.file("link/")) == FileIdentity(folder.file("there")))
        #expect(try FileIdentity(folder.file("there")) != FileIdentity(path))
        // `..` after a link leads to the parent of the link's target.
        #expect(try FileIdentity(folder.file("link/../there/a")) == FileIdentity(path))
    }

    @Test func whatIsMissingIsKnownByTheFolderThatIsThere() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("there")
        try folder.link("link", to: "there")
        let missing = try FileIdentity(folder.file("there/new/b"))
        for name in [
            "link/new/b", "there/new/./b", "there/new/other/../b", "there/other/../new/b", "link/x/../../there/new/b",
        ] {
            #expect(try FileIdentity(folder.file(name)) == missing, "\(name)")
        }
        for name in ["there/new", "there/new/c", "there/b", "there/new/b/b"] {
            #expect(try FileIdentity(folder.file(name)) != missing, "\(name)")
        }
    }

    @Test func bytesTellNamesApart() throws {
        let folder = try TemporaryFolder()
        // Swift considers these strings equal, and most file systems distinguish them.
        #expect(try FileIdentity(folder.file("\u{e9}")) != FileIdentity(folder.file("e\u{301}")))
        #expect(try FileIdentity(folder.file("a/\u{301}b")) != FileIdentity(folder.file("a\u{301}b")))
    }

    @Test func aFolderStandsForItsImages() throws {
        let folder = try TemporaryFolder()
        let image = try folder.write([1], to: "images/sub/a.png")
        try folder.write([1], to: "images/a.txt")
        #expect(try FileIdentity.files(readFrom: folder.file("images")) == [FileIdentity(image)])
        #expect(try FileIdentity.files(readFrom: image) == [FileIdentity(image)])
        #expect(try FileIdentity.files(readFrom: folder.file("none")) == [])
    }

    @Test func pathsAreTakenApartByBytes() {
        #expect(FilePath.lastComponent("a/\u{301}b.png") == "\u{301}b.png")
        #expect(FilePath.folder(of: "a/\u{301}b") == "a")
        #expect(FilePath.lastComponent("\u{600}/") == "\u{600}")
        #expect(FilePath.withoutExtension("a/b.\u{301}png") == "a/b")
    }
}
