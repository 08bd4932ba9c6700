import Foundation
import Testing

@testable import GreyImages

/// Folders with files that can't be read or that change during reading.
@Suite struct UnreadableImageTests {
    /// A folder with three valid images and files with every kind of fault.
    private func makeFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let good = GreyImage.constant(7, 4, 4).pngBytes()
        for (index, name) in ["a.png", "m/m.png", "z.png"].enumerated() {
            try folder.write(.constant(UInt16(index + 1), 4, 4), to: name)
        }
        try folder.write([], to: "empty.png")
        try folder.write(Array(good.dropLast(20)), to: "short.png")
        try folder.write(Array(good.prefix(20)), to: "header.png")
        try folder.write(Array("plain text".utf8), to: "text.png")
        try folder.write(
            PNGMaker(width: 4, height: 4, colour: .rgba, samples: Array(0..<64)).bytes, to: "transparent.png")
        var flipped = good
        flipped[50] ^= 1
        try folder.write(flipped, to: "flipped.png")
        let huge = PNGMaker.bigEndian(0x7fff_ffff) + PNGMaker.bigEndian(0x7fff_ffff) + [8, 0, 0, 0, 0]
        try folder.write(PNGMaker.signature + PNGMaker.chunk("IHDR", huge), to: "huge.png")
        try folder.makeFolder("folder.png")
        try folder.write([1], to: "folder.png/inside.png")
        try folder.link("broken.png", to: "nowhere")
        #expect(mkfifo(folder.file("pipe.png"), 0o600) == 0)
        return folder
    }

    private let badNames = [
        "broken.png", "empty.png", "flipped.png", "folder.png", "header.png", "huge.png", "pipe.png", "short.png",
        "text.png", "transparent.png",
    ]

    @Test(.timeLimit(.minutes(1)))
    func allAreListedInOneError() throws {
        let folder = try makeFolder()
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        guard case .unreadable(let images) = try #require(error) else {
            Issue.record("\(error!) isn't about unreadable files")
            return
        }
        #expect(images.map(\.path) == badNames.map(folder.file))
        let lines = error!.description.split(separator: "\n")
        #expect(lines.count == 11 && lines[0] == "10 files can't be read; skipping unreadable files leaves them out")
        for (line, image) in zip(lines.dropFirst(), images) { #expect(line == "  \(image)") }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [1, 4])
    func theyAreLeftOutWhenAsked(threads: Int) throws {
        let folder = try makeFolder()
        let options = ImageReadingOptions(skipUnreadable: true, threads: threads)
        let (dataset, report) = try ImageDataset.read(folder.path, options: options)
        #expect(dataset.names == ["a.png", "m/m.png", "z.png"])
        #expect((0..<3).map(dataset.image) == (1...3).map { .constant(UInt16($0), 4, 4) })
        #expect(report.unreadable.map(\.path) == badNames.map(folder.file))
    }

    @Test func nothingButBadFilesIsNoImages() throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "a.png")
        #expect(
            throws: ImageFolderError.unreadable([.png(.empty(path: folder.file("a.png")))])
        ) {
            try ImageDataset.read(folder.path)
        }
        let skipping = ImageReadingOptions(skipUnreadable: true)
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path, options: skipping) }
        #expect(error?.description.contains("it holds 1 unreadable file") == true)
        // The header is valid, so only the second pass finds the fault.
        try folder.write(Array(GreyImage.constant(7, 4, 4).pngBytes().dropLast(20)), to: "a.png")
        #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path, options: skipping) }
    }

    @Test func aFileThatChangedSinceItsHeaderWasReadIsDamaged() {
        let reason = "it changed while it was being read"
        for found in [GreyImage.constant(1, 500, 400), .constant(1, 4, 4, .sixteen)] {
            #expect(throws: PNGError.damaged(path: "changed.png", reason: reason)) {
                var samples = [UInt8](repeating: 0, count: 16)
                try found.pngBytes().withUnsafeBufferPointer { bytes throws(PNGError) in
                    try PNGCodec.read(
                        bytes, path: "changed.png", size: .init(width: 4, height: 4), convertToGrey: false,
                        into: &samples)
                }
            }
        }
    }

    /// Some files are larger than the part that is read before the header is checked.
    @Test func largeAndSmallFilesGoTogether() throws {
        let folder = try TemporaryFolder()
        var random = RandomSource(seed: 5)
        let images = (0..<3).map { _ in random.image(700, 600) }
        for (index, image) in images.enumerated() { try folder.write(image, to: "\(index).png") }
        try folder.write(.constant(3, 700, 600), to: "3.png")
        try folder.write(Array(images[0].pngBytes().dropLast(20)), to: "4.png")
        try folder.write([UInt8](repeating: 7, count: 1 << 20), to: "5.png")
        let (dataset, report) = try ImageDataset.read(folder.path, options: .init(skipUnreadable: true))
        #expect((0..<4).map(dataset.image) == images + [.constant(3, 700, 600)] && dataset.count == 4)
        #expect(report.unreadable.map(\.path) == ["4.png", "5.png"].map(folder.file))
    }

    /// One error lists sizes, depths, colour, transparency and unreadable files, with the remedies.
    @Test func allThatIsWrongIsToldAtOnce() throws {
        let folder = try TemporaryFolder()
        for name in ["a.png", "b.png"] { try folder.write(.constant(1, 64, 48), to: name) }
        try folder.write(.constant(40_000, 32, 32, .sixteen), to: "c.png")
        try folder.write(PNGMaker(width: 2, height: 1, colour: .rgb, samples: [1, 2, 3, 4, 5, 6]).bytes, to: "d.png")
        try folder.write(PNGMaker(width: 1, height: 1, colour: .greyAlpha, samples: [9, 8]).bytes, to: "e.png")
        try folder.write([], to: "f.png")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        let text = try #require(error).description
        #expect(
            text == """
                \(folder.path): the images are of 4 sizes, they have 8 and 16 bits, 1 image in colour, 1 image with \
                transparency, 1 file can't be read. Add a size of 32x32, a depth of 8 bits, a measured window of \
                levels, conversion to grey and skipping unreadable files
                  64x48: 2 images, such as a.png
                  32x32: 1 image, such as c.png
                  2x1: 1 image, such as d.png
                  1x1: 1 image, such as e.png
                  8 bits: 4 images, such as a.png
                  16 bits: 1 image, such as c.png
                  in colour: 1 image, such as d.png
                  with transparency: 1 image, such as e.png
                  \(folder.file("f.png")): is empty; copy it again from where it came
                """)
        let options = ImageReadingOptions(
            preparation: .init(size: .init(width: 32, height: 32), bitDepth: .eight, convertToGrey: true),
            skipUnreadable: true)
        let (dataset, report) = try ImageDataset.read(folder.path, options: options)
        #expect(dataset.names == ["a.png", "b.png", "c.png", "d.png"])
        #expect(report.unreadable.map(\.path) == ["e.png", "f.png"].map(folder.file))
    }

    /// Grey pixels that are stored in colour count as grey.
    @Test func greyStoredAsColourIsTaken() throws {
        let folder = try TemporaryFolder()
        try folder.write(PNGMaker(width: 1, height: 1, colour: .rgb, samples: [5, 5, 5]).bytes, to: "a.png")
        try folder.write(PNGMaker(width: 1, height: 1, colour: .greyAlpha, samples: [6, 255]).bytes, to: "b.png")
        #expect(try ImageDataset.read(folder.path).dataset.names == ["a.png", "b.png"])
    }

    /// The sizes of files that are left out don't count.
    @Test func sizesAreThoseOfTheImagesThatRemain() throws {
        let folder = try TemporaryFolder()
        for name in ["a.png", "b.png"] { try folder.write(.constant(1, 4, 4), to: name) }
        let colour = PNGMaker(width: 9, height: 5, colour: .rgb, samples: (0..<135).map(\.self))
        for name in ["0.png", "1.png", "2.png"] { try folder.write(colour.bytes, to: name) }
        try folder.write(Array(GreyImage.constant(7, 5, 4).pngBytes().dropLast(20)), to: "short.png")
        let options = ImageReadingOptions(skipUnreadable: true)
        let (dataset, report) = try ImageDataset.read(folder.path, options: options)
        #expect(dataset.names == ["a.png", "b.png"])
        #expect(report.unreadable.map(\.path) == ["0.png", "1.png", "2.png", "short.png"].map(folder.file))
        try folder.write(.constant(1, 4, 5), to: "c.png")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path, options: options) }
        let lines = try #require(error).description.split(separator: "\n").dropFirst()
        #expect(lines == ["  4x4: 2 images, such as a.png", "  4x5: 1 image, such as c.png"])
    }

    @Test func theModelsSizeAndDepthAreAdvised() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(40_000, 4, 4, .sixteen), to: "a.png")
        let options = ImageReadingOptions(wanted: .init(size: .init(width: 8, height: 6), bitDepth: .eight))
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path, options: options) }
        let text = try #require(error).description
        #expect(text.contains("the images are 4x4, they have 16 bits; wanted are 8x6 and 8 bits. Add a size of 8x6, "))
        #expect(text.contains("a depth of 8 bits and the window of levels of the model's images"))
    }

    @Test func onlyAPNGNeedsANameInUTF8() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        func path(_ end: [UInt8]) -> [CChar] {
            (Array("\(folder.path)/x".utf8) + [0xff] + end + [0]).map { CChar(bitPattern: $0) }
        }
        // Some file systems don't allow such names.
        guard let text = fopen(path(Array(".txt".utf8)), "w") else { return }
        fclose(text)
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.names == ["a.png"] && report.otherFileCount == 1)
        fclose(fopen(path(Array(".png".utf8)), "w"))
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(error?.description.hasSuffix("  \(folder.path)/x\\xff.png: its name isn't UTF-8; rename it") == true)
        for end in [".txt", ".png"] { unlink(path(Array(end.utf8))) }
    }

    @Test(.enabled(if: getuid() != 0, "permissions don't bind the superuser"))
    func permissionsAreNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        try folder.setPermissions(0, of: "a.png")
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(error?.description.contains("permission denied") == true)
    }
}
