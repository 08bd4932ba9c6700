import Foundation
import Testing

@testable import GreyImages

@Suite struct FileClaimTests {
    @Test func oneAtATimeAndNothingIsLeft() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model")
        var claim = try FileClaim.claim(path)
        #expect(claim != nil)
        let taken = #expect(throws: FileClaim.Taken.self) { _ = try FileClaim.claim(folder.file("./model")) }
        #expect(taken?.process == Int(getpid()))
        #expect(try FileClaim.claim(folder.file("other")) != nil)
        claim = nil
        #expect(try folder.contents == [])
        #expect(try FileClaim.claim(path) != nil)
    }

    @Test func aLinkIsItsFile() throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "there/real")
        try folder.link("link", to: "there/real")
        let claim = try FileClaim.claim(folder.file("link"))
        #expect(throws: FileClaim.Taken.self) { _ = try FileClaim.claim(folder.file("there/real")) }
        withExtendedLifetime(claim) {}
    }

    @Test func whatAKilledProcessLeftIsNoClaimAndIsSwept() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("1\n".utf8), to: ".grisaille-model.lock")
        try folder.write(Array("1\n".utf8), to: ".grisaille-other.lock")
        let claim = try FileClaim.claim(folder.file("model"))
        #expect(claim != nil)
        AtomicFile.removeAbandoned(in: folder.path)
        #expect(try folder.contents == [".grisaille-model.lock"])
        withExtendedLifetime(claim) {}
    }

    @Test func aLinkInThePlaceOfTheLockIsNotFollowed() throws {
        let folder = try TemporaryFolder()
        let mine = try folder.write([9], to: "mine")
        try folder.link(".grisaille-model.lock", to: "mine")
        #expect(try FileClaim.claim(folder.file("model")) == nil)
        #expect(try FileBytes.read(mine) == [9])
    }
}
