import Platform

/// Reads a data set from an array of images and, optionally, an array of labels.
struct ImageArrayReader {
    let path: String
    let options: ImageReadingOptions

    /// Whether a path names an array, according to its name and the first bytes of the file.
    ///
    /// - Throws: `FileError` if the file can't be read.
    static func isArray(_ path: String) throws(FileError) -> Bool {
        let file = try NumpyLocation(path).file
        var front: [UInt8] = []
        let (count, _) = try FileBytes.readPrefix(NumpyArray.magic.count, of: file, into: &front)
        return front.prefix(count) == NumpyArray.magic[...] || ZipArchive.isArchive(front.prefix(count))
            || ["npy", "npz"].contains { FilePath.hasExtension(file, $0) }
    }

    func read() throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        let array = try readImages()
        let layout = try ImageArrayLayout(shape: array.shape, path: path)
        guard layout.size.pixelCount <= options.pixelLimit else {
            throw PNGError.tooLarge(path: path, size: layout.size, limit: options.pixelLimit)
        }
        let isMapped = isMappedBefore(array)
        let (stored, window, levels) = try self.levels(of: array, layout, isMappedBefore: isMapped)
        let classes = try readLabels(count: layout.count)
        let file = FilePath.lastComponent(path)
        let newSize = options.preparation.size ?? layout.size
        let samples = conforming(stored, count: layout.count, from: layout.size, to: newSize)
        let dataset = ImageDataset(
            size: newSize, samples: samples, classes: classes,
            names: (0..<layout.count).map { "\(file)[\($0)]" }, path: path)
        var report = ImageReadingReport()
        report.preparation = options.preparation
        report.preparation.levels = window ?? options.preparation.levels
        if window != nil { report.preparation.levelSource = array.elements.levelSource }
        report.levels = LevelReport(
            [levels, narrowed(stored, to: samples.bitDepth)].compactMap(\.self), of: samples)
        if isMapped { report.levels = LevelReport(bitDepth: samples.bitDepth, mappedBeforeCount: layout.count) }
        return (dataset, report)
    }

    /// Whether the window is for values of another kind, so that these values count as mapped already.
    private func isMappedBefore(_ array: NumpyArray) -> Bool {
        guard let window = options.preparation.levels, !options.measuresLevels else { return false }
        let depth: BitDepth? =
            switch array.elements {
            case .uint8: .eight
            case .uint16: .sixteen
            default: nil
            }
        return depth.map { !LevelSource.isOf($0, options.preparation.levelSource, window) } ?? false
    }

    /// The report on 16-bit levels that are converted to 8 bits without a window; nil if there is nothing to report.
    private func narrowed(_ stored: PackedSamples, to bitDepth: BitDepth) -> LevelReport? {
        guard stored.bitDepth == .sixteen, bitDepth == .eight else { return nil }
        let histogram = stored.levelHistogram()
        guard let minimum = histogram.minimum, let maximum = histogram.maximum else { return nil }
        var report = LevelReport(bitDepth: bitDepth)
        report.values = Double(minimum)...Double(maximum)
        report.pixelCount = stored.count
        report.isWithoutWindow = true
        return report
    }

    private func readImages() throws -> NumpyArray {
        do {
            return try NumpyArray(contentsOf: path, where: ImageArrayLayout.isImages)
        } catch NumpyError.elementType(let path, let found, let remedy)
            where found.utf8.contains(where: { $0 == UInt8(ascii: "f") || $0 == UInt8(ascii: "c") })
            && !options.measuresLevels && options.preparation.levels == nil
        {
            throw NumpyError.elementTypeWithoutLevels(path: path, found: found, remedy: remedy)
        }
    }

    private func levels(
        of array: NumpyArray, _ layout: ImageArrayLayout, isMappedBefore: Bool
    ) throws -> (samples: PackedSamples, window: LevelWindow?, report: LevelReport?) {
        var options = options
        if isMappedBefore { options.preparation.levels = nil }
        func packed<Element: ImageArrayElement>(
            _ elements: [Element]
        ) throws -> (samples: PackedSamples, window: LevelWindow?, report: LevelReport?) {
            try ImageArrayLevels(
                elements: elements, layout: layout, typeName: array.elements.typeName, path: path, options: options
            ).packed()
        }
        let isPlain = layout.channels == 1 && options.preparation.levels == nil && !options.measuresLevels
        return switch array.elements {
        case .uint8(let elements) where isPlain: (.eight(elements), nil, nil)
        case .uint16(let elements) where isPlain: (.sixteen(elements), nil, nil)
        case .bool(let elements): try packed(elements)
        case .int8(let elements): try packed(elements)
        case .uint8(let elements): try packed(elements)
        case .int16(let elements): try packed(elements)
        case .uint16(let elements): try packed(elements)
        case .int32(let elements): try packed(elements)
        case .uint32(let elements): try packed(elements)
        case .int64(let elements): try packed(elements)
        case .uint64(let elements): try packed(elements)
        case .float32(let elements): try packed(elements)
        case .float64(let elements): try packed(elements)
        }
    }

    private func conforming(
        _ stored: PackedSamples, count: Int, from size: ImageSize, to newSize: ImageSize
    ) -> PackedSamples {
        let newDepth = options.preparation.bitDepth ?? stored.bitDepth
        if size == newSize && newDepth == stored.bitDepth { return stored }
        let threads = options.threads ?? Processors.current.count
        return PackedSamples(count: count, size: newSize, bitDepth: newDepth, threads: threads) { index in
            let range = (index * size.pixelCount)..<((index + 1) * size.pixelCount)
            return GreyImage(size: size, bitDepth: stored.bitDepth, samples: stored[range])
                .conforming(to: newSize, fit: options.preparation.fit, bitDepth: newDepth)
        }
    }

    private static let labelRemedy =
        "labels are whole numbers, so save np.unique(labels, return_inverse=True)[1] instead"

    /// Reads the labels. The distinct numbers, sorted as numbers, are the classes.
    private func readLabels(count: Int) throws -> ClassLabels {
        guard let labelsPath = options.labelsPath else { return .none }
        let array = try readLabelArray(labelsPath)
        guard let numbers = array.integers else {
            throw NumpyError.elementType(
                path: labelsPath, found: array.elements.typeName, remedy: Self.labelRemedy)
        }
        guard numbers.count == count else {
            let reason =
                array.shape.count == 2 && array.shape[0] == count
                ? "has the shape \(array.shape), not one label per image; save labels.argmax(axis=1) instead"
                : "holds \(numbers.count) labels for the \(count) images of \(path)"
            throw ImageFolderError.labels(path: labelsPath, reason: reason)
        }
        let classes = Set(numbers).sorted()
        let indices = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        return ClassLabels(names: classes.map(String.init), labels: numbers.map { indices[$0]! })
    }

    private func readLabelArray(_ path: String) throws -> NumpyArray {
        do {
            return try NumpyArray(contentsOf: path) { $0.count == 1 || $0.count == 2 && $0[1] == 1 }
        } catch NumpyError.elementType(let path, let found, _) {
            throw NumpyError.elementType(path: path, found: found, remedy: Self.labelRemedy)
        }
    }
}

extension NumpyArray.Elements {
    /// The kind of values that a window of these elements is for.
    fileprivate var levelSource: LevelSource {
        switch self {
        case .uint8: .eight
        case .uint16: .sixteen
        default: .number
        }
    }
}
