import Testing

@testable import GreyImages

/// Tests reading folders and single images through a window of levels.
@Suite struct LevelReadingTests {
    private func window(_ text: String) throws -> LevelWindow { try #require(LevelWindow(text)) }

    /// A folder with two images of 12 bits in 16.
    private func makeFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, samples) in [("a.png", [100, 200, 300, 400]), ("b.png", [1100, 1200, 4000, 4095])] {
            try folder.write(
                GreyImage(size: .init(width: 2, height: 2), bitDepth: .sixteen, samples: samples.map { UInt16($0) }),
                to: name)
        }
        return folder
    }

    private func levels(_ dataset: ImageDataset) -> [[UInt16]] {
        (0..<dataset.count).map { dataset.image(at: $0).samples }
    }

    @Test func aWindowIsMappedAndClippingCounted() throws {
        let folder = try makeFolder()
        let preparation = ImagePreparation(bitDepth: .eight, levels: try window("200:1200"))
        let (dataset, report) = try ImageDataset.read(folder.path, options: .init(preparation: preparation))
        #expect(levels(dataset) == [[0, 0, 26, 51], [230, 255, 255, 255]] && dataset.bitDepth == .eight)
        let found = try #require(report.levels)
        #expect(found.clippedCount == 3 && found.pixelCount == 8 && found.values == 100...4095)
        #expect(found.betterWindow == nil && report.preparation.levels == preparation.levels)
        let single = try ImageDataset.read(folder.file("b.png"), options: .init(preparation: preparation))
        #expect(levels(single.dataset) == [[230, 255, 255, 255]] && single.report.levels?.clippedCount == 2)
    }

    @Test func withoutADepthTheImagesKeepTheirs() throws {
        let folder = try makeFolder()
        let preparation = ImagePreparation(levels: try window("0:4095"))
        let (dataset, _) = try ImageDataset.read(folder.path, options: .init(preparation: preparation))
        #expect(dataset.bitDepth == .sixteen && levels(dataset)[1][3] == 65_535 && levels(dataset)[0][0] == 1600)
    }

    @Test func theImagesOwnWindowIsMeasuredAndReported() throws {
        let folder = try makeFolder()
        // One image has 8 bits, and another can't be read.
        try folder.write(.constant(7, 2, 2), to: "c.png")
        try folder.write([], to: "d.png")
        let options = ImageReadingOptions(
            preparation: .init(bitDepth: .eight), measuresLevels: true, skipUnreadable: true)
        let (dataset, report) = try ImageDataset.read(folder.path, options: options)
        #expect(report.preparation.levels == (try window("100:4095")))
        #expect(levels(dataset)[0][0] == 0 && levels(dataset)[1][3] == 255)
        #expect(levels(dataset)[2] == [7, 7, 7, 7] && report.levels?.mappedBeforeCount == 1)
    }

    /// A window of fractions isn't for PNGs, which count as mapped already.
    @Test func imagesOfAnotherKindAreMappedAlready() throws {
        let folder = try TemporaryFolder()
        let array = NumpyArray(shape: [1, 2, 2], elements: .float32([0, 0.5, 1, 2]))
        try array.write(to: folder.file("x.npy"))
        let (dataset, report) = try ImageDataset.read(
            folder.file("x.npy"), options: .init(preparation: .init(bitDepth: .eight, levels: try window("0:1"))))
        #expect(levels(dataset) == [[0, 128, 255, 255]])
        #expect(report.preparation.levelSource == .number && report.levels?.clippedCount == 1)
        try folder.write(dataset.image(at: 0), to: "png/a.png")
        try NumpyArray(shape: [1, 2, 2], elements: .uint8([0, 128, 255, 255])).write(to: folder.file("y.npy"))
        for path in ["png", "png/a.png", "y.npy"] {
            let again = try ImageDataset.read(
                folder.file(path), options: .init(preparation: report.preparation))
            #expect(levels(again.dataset) == levels(dataset), "\(path)")
            #expect(again.report.levels?.mappedBeforeCount == 1, "\(path)")
        }
    }

    @Test func arraysOfTwelveBitsAreToldFewLevelsToo() throws {
        let folder = try TemporaryFolder()
        let array = NumpyArray(shape: [1, 64, 64], elements: .uint16((0..<4096).map { UInt16($0) }))
        try array.write(to: folder.file("x.npy"))
        let report = try ImageDataset.read(
            folder.file("x.npy"), options: .init(preparation: .init(bitDepth: .eight))
        ).report
        let better = try window("0:4095")
        #expect(report.levels?.usedLevels == 17 && report.levels?.betterWindow == better)
    }

    @Test func oneValueHasNoWindow() throws {
        let folder = try TemporaryFolder()
        for name in ["a.png", "b.png"] { try folder.write(.constant(300, 2, 2, .sixteen), to: name) }
        for path in [folder.path, folder.file("a.png")] {
            #expect(throws: ImageFolderError.noWindow(path: path, value: 300)) {
                try ImageDataset.read(path, options: .init(measuresLevels: true))
            }
        }
    }

    /// 12 bits in 16 become 17 of 256 levels. The report says so, and suggests a window that uses all levels.
    @Test func fewLevelsAreToldWithTheWindowThatFits() throws {
        let folder = try TemporaryFolder()
        for (index, start) in [0, 2048].enumerated() {
            let samples = (0..<2048).map { UInt16(start + $0) }
            try folder.write(
                GreyImage(size: .init(width: 64, height: 32), bitDepth: .sixteen, samples: samples), to: "\(index).png")
        }
        let plain = try ImageDataset.read(folder.path, options: .init(preparation: .init(bitDepth: .eight)))
        #expect(plain.report.levels?.usedLevels == 17)
        let better = try #require(plain.report.levels?.betterWindow)
        #expect(better == (try window("0:4095")))
        let options = ImageReadingOptions(preparation: .init(bitDepth: .eight, levels: better))
        #expect(try ImageDataset.read(folder.path, options: options).report.levels?.usedLevels == 256)
    }

    @Test func wholeRangesAreNotRemarkedOn() throws {
        let folder = try TemporaryFolder()
        let samples = (0..<4096).map { UInt16($0 * 16) }
        try folder.write(
            GreyImage(size: .init(width: 64, height: 64), bitDepth: .sixteen, samples: samples), to: "a.png")
        let report = try ImageDataset.read(folder.path, options: .init(preparation: .init(bitDepth: .eight))).report
        #expect(report.levels?.usedLevels == 256 && report.levels?.betterWindow == nil)
    }

    /// Padding is black. It isn't mapped through the window.
    @Test func paddingStaysBlack() throws {
        let folder = try TemporaryFolder()
        try folder.write(.constant(1000, 2, 1, .sixteen), to: "a.png")
        let preparation = ImagePreparation(
            size: .init(width: 2, height: 2), bitDepth: .eight, levels: try window("-1000:1000"))
        let (dataset, report) = try ImageDataset.read(folder.path, options: .init(preparation: preparation))
        #expect(levels(dataset) == [[255, 255, 0, 0]] && report.levels?.clippedCount == 0)
    }

    @Test func progressIsToldOfEveryStage() throws {
        let folder = try makeFolder()
        let stages = Progress()
        let options = ImageReadingOptions(measuresLevels: true, threads: 2)
        _ = try ImageDataset.read(folder.path, options: options) { stages.add($0, $1, $2) }
        for stage in [ImageReadingStage.headers, .levels, .pixels] { #expect(stages.counts(of: stage) == [1, 2]) }
    }
}
