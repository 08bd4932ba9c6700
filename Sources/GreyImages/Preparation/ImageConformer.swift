/// Converts images to the size and depth of a data set, and maps their levels through a window.
struct ImageConformer {
    let size: ImageSize
    let bitDepth: BitDepth
    private let fit: Fit
    private let window: LevelWindow?
    /// The window as a table for each depth of images; empty without a window.
    private let tables: [BitDepth: LevelTable]
    /// The tables to 16-bit levels, for images that are also resized: their averages are rounded a second time.
    private let fineTables: [BitDepth: LevelTable]

    /// - Parameters:
    ///   - size: The size of the data set.
    ///   - bitDepth: The depth of the data set.
    ///   - preparation: The fit and the window. Its size and depth are ignored.
    init(size: ImageSize, bitDepth: BitDepth, preparation: ImagePreparation) {
        self.size = size
        self.bitDepth = bitDepth
        fit = preparation.fit
        let window = preparation.levels
        self.window = window
        let depths = BitDepth.allCases.filter { depth in
            window.map { LevelSource.isOf(depth, preparation.levelSource, $0) } ?? false
        }
        func tables(to newDepth: BitDepth) -> [BitDepth: LevelTable] {
            Dictionary(
                uniqueKeysWithValues: depths.map { ($0, LevelTable(window!, from: $0, to: newDepth)) })
        }
        self.tables = tables(to: bitDepth)
        fineTables = bitDepth == .sixteen ? self.tables : tables(to: .sixteen)
    }

    /// Whether an image of a size and depth stays unchanged.
    func keeps(_ otherSize: ImageSize, _ otherDepth: BitDepth) -> Bool {
        otherSize == size && otherDepth == bitDepth && tables[otherDepth] == nil
            && !isCounted(otherDepth)
    }

    /// Whether the levels of images of a depth are reported on.
    private func isCounted(_ depth: BitDepth) -> Bool {
        window != nil || (depth == .sixteen && bitDepth == .eight)
    }

    /// The image as it belongs into the data set, and a report on its levels; nil if there is nothing to report.
    func conforming(_ image: GreyImage) -> (image: GreyImage, levels: LevelReport?) {
        guard isCounted(image.bitDepth) else { return (brought(image), nil) }
        var report = LevelReport(bitDepth: bitDepth)
        guard window == nil || tables[image.bitDepth] != nil else {
            report.mappedBeforeCount = 1
            return (brought(image), report)
        }
        report.isWithoutWindow = window == nil
        report.pixelCount = image.size.pixelCount
        report.values = image.samples.min().map { Double($0)...Double(image.samples.max()!) }
        let isResized = image.size != size
        guard let table = (isResized ? fineTables : tables)[image.bitDepth] else {
            return (brought(image), report)
        }
        let (levels, clippedCount) = table.map(image.samples)
        report.clippedCount = clippedCount
        // The window comes before the size, so that padding stays black.
        let mapped = GreyImage(
            size: image.size, bitDepth: isResized ? .sixteen : bitDepth, samples: levels)
        return (brought(mapped), report)
    }

    private func brought(_ image: GreyImage) -> GreyImage {
        image.conforming(to: size, fit: fit, bitDepth: bitDepth)
    }
}
