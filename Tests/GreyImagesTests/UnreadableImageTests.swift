import Foundation
import Testing

@testable import GreyImages

/// Folders with files that can't be read, or that change while they are.
@Suite struct UnreadableImageTests {
    /// Three good images among files that are bad in every way.
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
        try folder.write(PNGMaker(width: 4, height: 4, colour: .rgb, samples: Array(0..<48)).bytes, to: "colour.png")
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
        "broken.png", "colour.png", "empty.png", "flipped.png", "folder.png", "header.png", "huge.png", "pipe.png",
        "short.png", "text.png",
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
        #expect(lines.count == 11 && lines[0].hasPrefix("10 files can't be read; --skip-unreadable"))
        for (line, image) in zip(lines.dropFirst(), images) { #expect(line == "  \(image.path): \(image.reason)") }
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
            throws: ImageFolderError.unreadable([
                .init(path: folder.file("a.png"), reason: PNGError.empty(path: "").reason)
            ])
        ) {
            try ImageDataset.read(folder.path)
        }
        let skipping = ImageReadingOptions(skipUnreadable: true)
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path, options: skipping) }
        #expect(error?.description.contains("it holds 1 unreadable file") == true)
        // The header is good, so that only the second pass finds out.
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

    /// Some of them are larger than what is read before the header is looked at.
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

    /// That the images are of several sizes is said before which of them can't be read.
    @Test func mixedSizesComeFirst() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 4, 4), to: "a.png")
        try folder.write(Array(GreyImage.constant(7, 5, 4).pngBytes().dropLast(20)), to: "b.png")
        try folder.write([], to: "c.png")
        let size = { (width: Int) in ImageSize(width: width, height: 4) }
        #expect(
            throws: ImageFolderError.mixedSizes(
                path: folder.path, [.init(size: size(4), count: 1), .init(size: size(5), count: 1)])
        ) {
            try ImageDataset.read(folder.path)
        }
    }

    @Test func aNameThatIsntUTF8IsReported() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1, 2, 2), to: "a.png")
        let name =
            Array(folder.file("x").utf8CString.dropLast(2)) + [CChar(bitPattern: 0xff), 0x2e, 0x70, 0x6e, 0x67, 0]
        // Some file systems refuse such names themselves.
        guard let file = fopen(name, "w") else { return }
        fclose(file)
        let error = #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
        #expect(error?.description.contains("its name isn't UTF-8") == true)
        unlink(name)
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
