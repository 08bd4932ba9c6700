import Testing

@testable import GreyImages

@Suite struct ImageFolderTests {
    @Test func subfoldersAreClassesAndPathsAreSortedByBytes() throws {
        let folder = try TemporaryFolder()
        // By bytes, capitals come first, `.` and `-` come before `/`, and what isn't ASCII comes last. An accent of its
        // own stands with its letter, where Swift's order would put both together behind ASCII.
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

    @Test func anImageAtTheTopMeansNoClasses() throws {
        let folder = try TemporaryFolder()
        for name in ["top.png", "a/1.png", "b/1.png"] { try folder.write(.constant(1, 2, 2), to: name) }
        let dataset = try ImageDataset.read(folder.path).dataset
        #expect(dataset.names == ["a/1.png", "b/1.png", "top.png"])
        #expect(dataset.classNames.isEmpty && dataset.labels.isEmpty)
    }

    @Test func hiddenAndOtherFilesAreCounted() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        for name in [".hidden.png", "sub/.hidden", ".folder/x.png"] { try folder.write([1], to: name) }
        for name in ["notes.txt", "sub/png", "a.png.bak"] { try folder.write([1], to: name) }
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["a.png"])
        #expect(report.hiddenCount == 3 && report.otherSuffixCount == 3 && report.unreadable.isEmpty)
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
                \(folder.path): the images are of 3 sizes; bring them to one with --size N or --size WxH
                  5x4: 3 images
                  3x2: 2 images
                  2x2: 1 image
                """)
        let options = ImageReadingOptions(preparation: .init(size: .init(width: 4, height: 4), fit: .stretch))
        let dataset = try ImageDataset.read(folder.path, options: options).dataset
        #expect((0..<6).map(dataset.image) == .init(repeating: .constant(8, 4, 4), count: 6))
    }

    @Test func veryManySizesAreAbbreviated() throws {
        let sizes = (1...40).map { ImageFolderError.SizeCount(size: .init(width: $0, height: 1), count: 1) }
        let lines = ImageFolderError.mixedSizes(path: "x", sizes).description.split(separator: "\n")
        #expect(lines.count == 13 && lines.last == "  and 29 more")
    }

    @Test func mixedDepthsAreCountedWithTheRemedy() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        try folder.write(.constant(2, 2, 2), to: "b.png")
        try folder.write(.constant(514, 2, 2, .sixteen), to: "c.png")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        let text = try #require(error).description
        #expect(text.contains("--bit-depth 8|16"))
        #expect(text.hasSuffix("  8 bits: 2 images\n  16 bits: 1 image"))
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
        #expect(error?.description.contains("--convert-to-grey") == true)
        let dataset = try ImageDataset.read(folder.path, options: .init(preparation: .init(convertToGrey: true)))
            .dataset
        #expect(dataset.image(at: 0)[0, 0] == 43)
    }

    @Test func foldersWithoutImagesSayWhatTheyHold() throws {
        let folder = try TemporaryFolder()
        let empty = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(empty?.description.contains("it is empty") == true)
        try folder.write([1], to: "a.jpg")
        try folder.write([1], to: "b/c.tif")
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
        let dataset = try ImageDataset.read(folder.path).dataset
        #expect(dataset.names == ["a/1.png", "a/2.png", "b/real.png"])
        #expect(dataset.classNames == ["a", "b"])
    }
}
