/// Makes a data set of an `.npy` array of images and, perhaps, another of labels.
struct ImageArrayReader {
    let path: String
    let options: ImageReadingOptions

    func read() throws -> ImageDataset {
        let array = try NumpyArray(contentsOf: path)
        let (count, size) = try layout(array.shape)
        let stored: PackedSamples
        switch array.elements {
        case .uint8(let elements): stored = .eight(elements)
        case .uint16(let elements): stored = .sixteen(elements)
        default:
            throw NumpyError.elementType(
                path: path, found: array.elements.typeName,
                remedy: "images are of uint8 or uint16, so save array.astype(np.uint8) of levels 0...255 instead")
        }
        guard size.pixelCount <= options.pixelLimit else {
            throw PNGError.tooLarge(path: path, size: size, limit: options.pixelLimit)
        }
        let (classNames, labels) = try readLabels(count: count)
        let file = FilePath.lastComponent(path)
        let newSize = options.preparation.size ?? size
        return ImageDataset(
            size: newSize, samples: conforming(stored, count: count, from: size, to: newSize), classNames: classNames,
            labels: labels, names: (0..<count).map { "\(file)[\($0)]" }, path: path)
    }

    /// Images and their size; a dimension of 1 for channels may stand first or last.
    private func layout(_ shape: [Int]) throws -> (count: Int, size: ImageSize) {
        var sides = shape
        if sides.count == 4 {
            if sides[1] == 1 { sides.remove(at: 1) } else if sides[3] == 1 { sides.removeLast() }
        }
        if sides.count == 2 { sides.insert(1, at: 0) }
        guard sides.count == 3, !sides.contains(0) else {
            throw NumpyError.shape(path: path, found: shape, expected: "[images, height, width]")
        }
        return (sides[0], ImageSize(width: sides[2], height: sides[1]))
    }

    private func conforming(
        _ stored: PackedSamples, count: Int, from size: ImageSize, to newSize: ImageSize
    ) -> PackedSamples {
        let newDepth = options.preparation.bitDepth ?? stored.bitDepth
        if size == newSize && newDepth == stored.bitDepth { return stored }
        let threads = options.threads ?? Parallel.processorCount
        return PackedSamples(count: count, size: newSize, bitDepth: newDepth, threads: threads) { index in
            let range = (index * size.pixelCount)..<((index + 1) * size.pixelCount)
            return GreyImage(size: size, bitDepth: stored.bitDepth, samples: stored[range])
                .conforming(to: newSize, fit: options.preparation.fit, bitDepth: newDepth)
        }
    }

    /// The distinct numbers, sorted as numbers, are the classes.
    private func readLabels(count: Int) throws -> (classNames: [String], labels: [Int]) {
        guard let labelsPath = options.labelsPath else { return ([], []) }
        let array = try NumpyArray(contentsOf: labelsPath)
        guard let numbers = array.integers else {
            throw NumpyError.elementType(
                path: labelsPath, found: array.elements.typeName,
                remedy: "labels are whole numbers, so save labels.astype(np.int64) instead")
        }
        guard numbers.count == count else {
            throw ImageFolderError.labels(
                path: labelsPath, reason: "holds \(numbers.count) labels for the \(count) images of \(path)")
        }
        let classes = Set(numbers).sorted()
        let indices = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        return (classes.map(String.init), numbers.map { indices[$0]! })
    }
}

extension NumpyArray.Elements {
    /// As NumPy calls it.
    var typeName: String {
        switch self {
        case .uint8: "uint8"
        case .uint16: "uint16"
        case .int32: "int32"
        case .int64: "int64"
        case .float32: "float32"
        case .float64: "float64"
        }
    }
}
