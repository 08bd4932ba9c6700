import Testing

@testable import GreyImages

/// Data sets of one file: an `.npy` array or a PNG.
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
        for elements: NumpyArray.Elements in [.int64([10, 9, -1, 10]), .int32([10, 9, -1, 10])] {
            try write([4], elements, to: "y.npy", folder)
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
        try write([2], .float32([1, 2]), to: "y.npy", folder)
        #expect(throws: NumpyError.self) { try ImageDataset.read(folder.file("x.npy"), options: options) }
        try folder.write(.constant(1, 2, 2), to: "a.png")
        for path in [folder.path, folder.file("a.png")] {
            #expect(throws: ImageFolderError.self) { try ImageDataset.read(path, options: options) }
        }
    }

    @Test(arguments: [[4], [2, 2, 1, 1], [0, 2, 2], [1, 1, 1, 1, 4], []])
    func otherShapesAreNamed(shape: [Int]) throws {
        let folder = try TemporaryFolder()
        try write(shape, .uint8(.init(repeating: 0, count: shape.reduce(1, *))), to: "x.npy", folder)
        let isImages = shape == [2, 2, 1, 1]
        if isImages {
            #expect(try ImageDataset.read(folder.file("x.npy")).dataset.size == ImageSize(width: 1, height: 2))
        } else {
            let path = folder.file("x.npy")
            #expect(throws: NumpyError.shape(path: path, found: shape, expected: "[images, height, width]")) {
                try ImageDataset.read(path)
            }
        }
    }

    @Test func fractionsAndLimitsAreNamed() throws {
        let folder = try TemporaryFolder()
        try write([1, 2, 2], .float32([0, 0, 0, 1]), to: "x.npy", folder)
        let error = #expect(throws: NumpyError.self) { try ImageDataset.read(folder.file("x.npy")) }
        #expect(error?.description.contains("float32") == true && error?.description.contains("np.uint8") == true)
        try write([1, 2, 2], .uint8([0, 0, 0, 1]), to: "x.npy", folder)
        #expect(throws: PNGError.self) { try ImageDataset.read(folder.file("x.npy"), options: .init(pixelLimit: 3)) }
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
