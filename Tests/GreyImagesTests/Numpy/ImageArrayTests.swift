import Testing

@testable import GreyImages

/// Tests data sets in one file: an `.npy` array or a PNG.
@Suite struct ImageArrayTests {
    private func write(_ shape: [Int], _ elements: NumpyArray.Elements, to name: String, _ folder: TemporaryFolder)
        throws
    {
        try folder.write(NumpyArray(shape: shape, elements: elements).bytes(), to: name)
    }

    @Test(arguments: [[2, 3, 4], [2, 1, 3, 4], [2, 3, 4, 1]])
    func imagesOfAnArray(shape: [Int]) throws {
        let folder = try TemporaryFolder()
        try write(shape, .uint8(Array(0..<24)), to: "x.npy", folder)
        let (dataset, report) = try ImageDataset.read(folder.file("x.npy"))
        #expect(dataset.size == ImageSize(width: 4, height: 3) && dataset.bitDepth == .eight && dataset.count == 2)
        #expect(dataset.image(at: 1).samples == Array(12..<24))
        #expect(dataset.names == ["x.npy[0]", "x.npy[1]"])
        #expect(dataset.classNames.isEmpty && report == ImageReadingReport())
    }

    @Test func oneImageOfSixteenBits() throws {
        let folder = try TemporaryFolder()
        try write([2, 1], .uint16([7, 65_535]), to: "x.npy", folder)
        let dataset = try ImageDataset.read(folder.file("x.npy")).dataset
        #expect(dataset.image(at: 0) == GreyImage([[7], [65_535]], .sixteen))
        let narrow = try ImageDataset.read(
            folder.file("x.npy"), options: .init(preparation: .init(size: .init(width: 1, height: 1), bitDepth: .eight))
        ).dataset
        #expect(narrow.image(at: 0) == GreyImage([[128]]))
    }

    @Test func labelsAreNumbersInTheirOrder() throws {
        let folder = try TemporaryFolder()
        try write([4, 1, 1], .uint8([1, 2, 3, 4]), to: "x.npy", folder)
        for (shape, elements) in [
            ([4], .int64([10, 9, -1, 10])), ([4], .int32([10, 9, -1, 10])), ([4, 1], .int16([10, 9, -1, 10])),
            ([4], .float32([10, 9, -1, 10])),
        ] as [([Int], NumpyArray.Elements)] {
            try write(shape, elements, to: "y.npy", folder)
            let options = ImageReadingOptions(labelsPath: folder.file("y.npy"))
            let dataset = try ImageDataset.read(folder.file("x.npy"), options: options).dataset
            #expect(dataset.classNames == ["-1", "9", "10"] && dataset.labels == [2, 1, 0, 2])
        }
    }

    @Test func labelsThatDontFitAreNamed() throws {
        let folder = try TemporaryFolder()
        let labels = folder.file("y.npy")
        let options = ImageReadingOptions(labelsPath: labels)
        try write([2, 1, 1], .uint8([1, 2]), to: "x.npy", folder)
        try write([3], .uint8([1, 2, 3]), to: "y.npy", folder)
        let count = #expect(throws: ImageFolderError.self) {
            try ImageDataset.read(folder.file("x.npy"), options: options)
        }
        #expect(count?.description.hasPrefix("\(labels): holds 3 labels for the 2 images of") == true)
        try write([2], .float32([1, 0.5]), to: "y.npy", folder)
        let fractions = #expect(throws: NumpyError.self) {
            try ImageDataset.read(folder.file("x.npy"), options: options)
        }
        #expect(fractions?.description.contains("np.unique(labels, return_inverse=True)[1]") == true)
        try write([2, 3], .uint8([1, 0, 0, 0, 1, 0]), to: "y.npy", folder)
        let oneHot = #expect(throws: ImageFolderError.self) {
            try ImageDataset.read(folder.file("x.npy"), options: options)
        }
        #expect(oneHot?.description.contains("save labels.argmax(axis=1)") == true)
        try folder.write(.constant(1, 2, 2), to: "a.png")
        for path in [folder.path, folder.file("a.png")] {
            #expect(throws: ImageFolderError.self) { try ImageDataset.read(path, options: options) }
        }
    }

    private func error(_ shape: [Int], _ elements: NumpyArray.Elements, _ options: ImageReadingOptions = .init()) throws
        -> String
    {
        let folder = try TemporaryFolder()
        try write(shape, elements, to: "x.npy", folder)
        let error = #expect(throws: (any Error).self) { try ImageDataset.read(folder.file("x.npy"), options: options) }
        return error.map { "\($0)" } ?? ""
    }

    private func images(
        _ shape: [Int], _ elements: NumpyArray.Elements, _ options: ImageReadingOptions = .init()
    ) throws -> ImageDataset {
        let folder = try TemporaryFolder()
        try write(shape, elements, to: "x.npy", folder)
        return try ImageDataset.read(folder.file("x.npy"), options: options).dataset
    }

    @Test(arguments: [
        ([4], "array.reshape(-1, height, width)"), ([], "array.reshape(-1, height, width)"),
        ([0, 2, 2], "at least one"), ([2, 5, 3, 6], "array.reshape(-1, 3, 6)"),
        ([2, 2, 5, 3, 6], "array.reshape(-1, 3, 6)"),
    ])
    func shapesThatAreNotClearAreNamed(shape: [Int], remedy: String) throws {
        let error = try error(shape, .uint8(.init(repeating: 0, count: shape.reduce(1, *))))
        #expect(error.contains("has the shape \(shape); ") && error.contains(remedy))
    }

    @Test(arguments: [
        ([2, 2, 1, 1], 2, "1x2"), ([1, 3, 1, 2, 4], 3, "4x2"), ([9, 8, 1], 1, "8x9"), ([9, 8, 3], 1, "8x9"),
        ([9, 3], 1, "3x9"), ([3, 9, 8], 3, "8x9"), ([2, 5, 4, 3], 2, "4x5"), ([2, 3, 5, 4], 2, "4x5"),
    ])
    func dimensionsThatAreClear(shape: [Int], count: Int, size: String) throws {
        let dataset = try images(shape, .uint8(.init(repeating: 7, count: shape.reduce(1, *))))
        #expect(dataset.count == count && "\(dataset.size)" == size)
        #expect(dataset.image(at: count - 1).samples.allSatisfy { $0 == 7 })
    }

    @Test func colourIsGreyWhereItsChannelsAreEqual() throws {
        let interleaved: [UInt8] = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
        #expect(try images([1, 2, 2, 3], .uint8(interleaved)).image(at: 0).samples == [1, 2, 3, 4])
        #expect(
            try images([1, 3, 2, 2], .uint8([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])).image(at: 0).samples == [1, 2, 3, 4])
        let colour: [UInt16] = [1, 1, 1, 2, 2, 2, 1000, 20_000, 300, 4, 4, 4]
        let refused = try error([2, 2, 1, 3], .uint16(colour))
        #expect(refused.contains("x.npy[1]: is in colour; conversion to grey"))
        let converting = ImageReadingOptions(preparation: .init(convertToGrey: true))
        let converted = try images([2, 2, 1, 3], .uint16(colour), converting)
        // The luma of a PNG's colours, whole: (2126 · 1000 + 7152 · 20,000 + 722 · 300 + 5000) / 10,000.
        #expect(converted.image(at: 1).samples == [14_538, 4])
        // An opaque alpha channel is ignored.
        #expect(try images([1, 2, 1, 2], .uint8([5, 255, 6, 255])).image(at: 0).samples == [5, 6])
        #expect(try error([1, 2, 1, 2], .uint8([5, 255, 6, 254])).contains("x.npy[0]: is partly transparent"))
        #expect(
            try error([1, 2, 1, 4], .float32([1, 1, 1, 1, 1, 1, 1, 1]), .init(measuresLevels: true)).contains(
                "leave the channel of transparency out"))
    }

    @Test func wholeNumbersAreLevelsWhereTheyFit() throws {
        for elements: NumpyArray.Elements in [
            .int8([0, 7, 127, 1]), .int16([0, 7, 127, 1]), .int32([0, 7, 127, 1]), .uint32([0, 7, 127, 1]),
            .int64([0, 7, 127, 1]), .uint64([0, 7, 127, 1]),
        ] {
            let dataset = try images([1, 2, 2], elements)
            #expect(dataset.image(at: 0) == GreyImage([[0, 7], [127, 1]]), "\(elements)")
            // The type doesn't say that the values have 8 bits, so they aren't scaled.
            let wide = try images([1, 2, 2], elements, .init(preparation: .init(bitDepth: .sixteen)))
            let isNarrow = if case .int8 = elements { true } else { false }
            if !isNarrow { #expect(wide.image(at: 0) == GreyImage([[0, 7], [127, 1]], .sixteen), "\(elements)") }
        }
        #expect(try images([1, 1, 2], .int16([0, 4095])).image(at: 0) == GreyImage([[0, 4095]], .sixteen))
        #expect(try images([1, 1, 2], .bool([false, true])).image(at: 0) == GreyImage([[0, 255]]))
    }

    /// Arrays can be read after following the advice of each error.
    @Test func numbersThatAreNoLevelsNameTheRemedy() throws {
        for (elements, range) in [
            (.int16([-1024, 3071]), "-1024 to 3071"), (.uint32([0, 70_000]), "0 to 70000"),
            (.float32([0, 1]), "0 to 1"),
            (.float64([-0.5, 0.25]), "-0.5 to 0.25"), (.uint64([0, .max]), "0 to 1.8446744073709552e+19"),
        ] as [(NumpyArray.Elements, String)] {
            let refused = try error([1, 1, 2], elements)
            #expect(
                refused.contains("from \(range), ") && refused.contains("; a measured window of levels maps"),
                "\(refused)")
            let mapped = try images([1, 1, 2], elements, .init(measuresLevels: true)).image(at: 0)
            #expect(mapped.samples == [0, mapped.bitDepth.maximumLevel].map { UInt16($0) }, "\(elements)")
        }
        let window = ImagePreparation(bitDepth: .eight, levels: .init(minimum: -1, maximum: 1))
        let image = try images([1, 1, 3], .float32([-2, 0, 1]), .init(preparation: window)).image(at: 0)
        #expect(image == GreyImage([[0, 128, 255]]))
        #expect(try error([1, 1, 2], .float32([0, .nan]), .init(measuresLevels: true)).contains("np.nan_to_num"))
        #expect(
            try error([1, 1, 2], .int16([5, 5]), .init(measuresLevels: true)).contains(
                "give one with a window of levels"))
    }

    @Test func limitsHold() throws {
        let error = try error([1, 2, 2], .uint8([0, 0, 0, 1]), .init(pixelLimit: 3))
        #expect(error.contains("more than 3 pixels"))
    }

    @Test func onePNGIsADataSet() throws {
        let folder = try TemporaryFolder()
        var random = RandomSource(seed: 1)
        let image = random.image(6, 4, .sixteen)
        let path = try folder.write(image, to: "a/b.png")
        let dataset = try ImageDataset.read(path).dataset
        #expect(dataset.count == 1 && dataset.image(at: 0) == image && dataset.names == ["b.png"])
        let small = try ImageDataset.read(
            path, options: .init(preparation: .init(size: .init(width: 3, height: 2), bitDepth: .eight)))
        #expect(small.dataset.image(at: 0) == image.resized(to: .init(width: 3, height: 2)).converted(to: .eight))
        try folder.write([1, 2, 3], to: "c.jpg")
        #expect(throws: PNGError.notPNG(path: folder.file("c.jpg"))) { try ImageDataset.read(folder.file("c.jpg")) }
        try folder.write([1, 2, 3], to: "c.npy")
        #expect(throws: NumpyError.notNumpy(path: folder.file("c.npy"))) { try ImageDataset.read(folder.file("c.npy")) }
    }
}
