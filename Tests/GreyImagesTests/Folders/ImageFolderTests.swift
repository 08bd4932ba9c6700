import Foundation
import Testing

@testable import GreyImages

@Suite struct ImageFolderTests {
    @Test func subfoldersAreClassesAndPathsAreSortedByBytes() throws {
        let folder = try TemporaryFolder()
        // In the order of bytes, capitals come first, `.` and `-` come before `/`, and other characters than ASCII come
        // last. A combining accent is sorted after its letter, which differs from Swift's order.
        let names = [
            "B/1.png", "a-/1.png", "a/10.png", "a/2.png", "a/e\u{301}x.png", "a/sub/1.PNG", "a/\u{e9}.png", "b/1.png",
            "\u{e9}/1.png",
        ]
        for (index, name) in names.enumerated().reversed() {
            try folder.write(.constant(UInt16(index), 2, 2), to: name)
        }
        let (dataset, report) = try ImageDataset.read(folder.path, options: .init(threads: 3))
        #expect(dataset.names == names)
        #expect((0..<names.count).map { Int(dataset.image(at: $0)[0, 0]) } == Array(names.indices))
        #expect(dataset.classNames == ["B", "a", "a-", "b", "\u{e9}"])
        #expect(dataset.labels == [0, 2, 1, 1, 1, 1, 1, 3, 4])
        #expect(dataset.path == folder.path && report == ImageReadingReport())
    }

    @Test func aStrayBesideClassFoldersIsLeftOutAndNamed() throws {
        let folder = try TemporaryFolder()
        for name in ["preview.png", "a/1.png", "b/1.png"] { try folder.write(.constant(1, 2, 2), to: name) }
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["a/1.png", "b/1.png"] && dataset.classNames == ["a", "b"])
        #expect(report.strays == ["preview.png"] && report.imagesBesideFolders.isEmpty)
    }

    @Test func asManyImagesAtTheTopMeanNoClasses() throws {
        let folder = try TemporaryFolder()
        for name in ["x.png", "y.png", "a/1.png", "b/1.png"] { try folder.write(.constant(1, 2, 2), to: name) }
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["a/1.png", "b/1.png", "x.png", "y.png"])
        #expect(dataset.classNames.isEmpty && dataset.labels.isEmpty)
        #expect(report.strays.isEmpty && report.imagesBesideFolders == ["x.png", "y.png"])
    }

    /// Folders with a composed and a decomposed é look the same, but have different bytes.
    @Test func foldersThatLookAlikeAreOneClassAndNamed() throws {
        let folder = try TemporaryFolder()
        let names = ["e\u{301}/1.png", "f/1.png", "\u{e9}/1.png", "\u{e9}/2.png"]
        for name in names { try folder.write(.constant(1, 2, 2), to: name) }
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names.map { Array($0.utf8) } == names.map { Array($0.utf8) })
        #expect(dataset.classNames.map { Array($0.utf8) } == ["e\u{301}", "f"].map { Array($0.utf8) })
        #expect(dataset.labels == [0, 1, 0, 0])
        #expect(
            report.mergedFolders.map { $0.map { Array($0.utf8) } } == [[Array("e\u{301}".utf8), Array("\u{e9}".utf8)]])
    }

    @Test func hiddenAndOtherFilesAreCounted() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        for name in [".hidden.png", "sub/.hidden", ".folder/x.png"] { try folder.write([1], to: name) }
        for name in ["notes.txt", "sub/png", "a.png.bak"] { try folder.write([1], to: name) }
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["a.png"])
        #expect(report.hiddenCount == 3 && report.otherFileCount == 3 && report.unreadable.isEmpty)
    }

    @Test func manyThreadsReadWhatOneReads() throws {
        let folder = try TemporaryFolder()
        var random = RandomSource(seed: 1)
        let images = (0..<60).map { _ in random.image(9, 6, .sixteen) }
        for (index, image) in images.enumerated() { try folder.write(image, to: "\(index + 100).png") }
        for threads in [1, 2, 16] {
            let dataset = try ImageDataset.read(folder.path, options: .init(threads: threads)).dataset
            #expect((0..<60).map(dataset.image) == images)
        }
    }

    @Test func mixedSizesAreListedWithTheRemedy() throws {
        let folder = try TemporaryFolder()
        for (index, size) in [(3, 2), (5, 4), (5, 4), (2, 2), (5, 4), (3, 2)].enumerated() {
            try folder.write(.constant(8, size.0, size.1), to: "\(index).png")
        }
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        let text = try #require(error).description
        #expect(
            text == """
                \(folder.path): the images are of 3 sizes. Add a size of 8x8
                  5x4: 3 images, such as 1.png
                  3x2: 2 images, such as 0.png
                  2x2: 1 image, such as 3.png
                """)
        let options = ImageReadingOptions(preparation: .init(size: .init(width: 4, height: 4), fit: .stretch))
        let dataset = try ImageDataset.read(folder.path, options: options).dataset
        #expect((0..<6).map(dataset.image) == .init(repeating: .constant(8, 4, 4), count: 6))
    }

    @Test func veryManySizesAreAbbreviated() throws {
        let folder = try TemporaryFolder()
        for width in 1...40 { try folder.write(.constant(8, width, 50), to: "\(width).png") }
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        let lines = try #require(error).description.split(separator: "\n")
        #expect(lines.count == 21 && lines.last == "  and 21 more")
        #expect(lines[0].hasSuffix("Add a size of 16x16"))
    }

    @Test func mixedDepthsAreCountedWithTheRemedy() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        try folder.write(.constant(2, 2, 2), to: "b.png")
        try folder.write(.constant(514, 2, 2, .sixteen), to: "c.png")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        let text = try #require(error).description
        #expect(text.contains("Add a depth of 8 bits and a measured window of levels\n"))
        #expect(text.hasSuffix("  8 bits: 2 images, such as a.png\n  16 bits: 1 image, such as c.png"))
        for bitDepth in BitDepth.allCases {
            let dataset = try ImageDataset.read(folder.path, options: .init(preparation: .init(bitDepth: bitDepth)))
                .dataset
            let factor: UInt16 = bitDepth == .eight ? 1 : 257
            #expect(dataset.bitDepth == bitDepth)
            #expect((0..<3).map { dataset.image(at: $0)[1, 1] } == [factor, 2 * factor, 2 * factor])
        }
    }

    @Test func colourIsConvertedWhenAsked() throws {
        let folder = try TemporaryFolder()
        try folder.write(PNGMaker(width: 1, height: 1, colour: .rgb, samples: [200, 0, 0]).bytes, to: "red.png")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(error?.description.contains("conversion to grey") == true)
        let dataset = try ImageDataset.read(folder.path, options: .init(preparation: .init(convertToGrey: true)))
            .dataset
        #expect(dataset.image(at: 0)[0, 0] == 43)
    }

    @Test func foldersWithoutImagesSayWhatTheyHold() throws {
        let folder = try TemporaryFolder()
        let empty = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(empty?.description.contains("it is empty") == true)
        try folder.write([1], to: "a.txt")
        try folder.write([1], to: "b/c.log")
        try folder.write([1], to: ".x")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(error?.description.contains("it holds 2 files of other kinds, 1 hidden entry") == true)
        #expect(throws: FileError.missing(path: folder.file("none"))) { try ImageDataset.read(folder.file("none")) }
    }

    @Test func linksAreFollowedAndLoopsEnd() throws {
        let folder = try TemporaryFolder()
        let elsewhere = try TemporaryFolder()
        try elsewhere.write(.constant(5, 2, 2), to: "real.png")
        try folder.write(.constant(4, 2, 2), to: "a/1.png")
        try folder.link("a/loop", to: "..")
        try folder.link("a/self", to: "self")
        try folder.link("a/2.png", to: elsewhere.file("real.png"))
        try folder.link("b", to: elsewhere.path)
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["a/1.png", "b/real.png"])
        #expect(dataset.classNames == ["a", "b"])
        #expect(report.repeated.map(\.description) == ["a/2.png is b/real.png", "a/loop is the folder itself"])
    }

    @Test func noImageIsReadByTwoNames() throws {
        let folder = try TemporaryFolder()
        for name in ["m/1.png", "m/2.png", "n/1.png"] { try folder.write(.constant(4, 2, 2), to: name) }
        // A link to an earlier folder, a link to a file, and a second name of a file.
        try folder.link("a", to: "m")
        try folder.link("m/0.png", to: "../n/1.png")
        try FileManager.default.linkItem(atPath: folder.file("m/2.png"), toPath: folder.file("n/2.png"))
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["m/1.png", "m/2.png", "n/1.png"])
        #expect(dataset.classNames == ["m", "n"])
        #expect(report.repeated.map(\.description) == ["a is m", "m/0.png is n/1.png", "n/2.png is m/2.png"])
    }
}
