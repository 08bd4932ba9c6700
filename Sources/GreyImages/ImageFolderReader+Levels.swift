extension ImageFolderReader {
    /// The window from the least to the greatest value of all images that can be read.
    ///
    /// Where some images have 16 bits, those of 8 bits don't count: their levels are of another kind.
    ///
    /// - Throws: ``ImageFolderError/noWindow(path:value:)``.
    func measuredWindow(of files: [File]) throws(ImageFolderError) -> LevelWindow? {
        let deep = files.filter { $0.header.bitDepth == .sixteen }
        let measured = deep.isEmpty ? files : deep
        guard let range = range(of: measured, observe: { observer(.levels, $0, measured.count) }) else {
            return nil
        }
        guard
            let window = LevelWindow(minimum: Double(range.lowerBound), maximum: Double(range.upperBound))
        else { throw .noWindow(path: folder, value: Double(range.lowerBound)) }
        return window
    }

    /// What the window of levels is of: 16 bits where images have so many.
    func levelSource(of files: [File]) -> LevelSource {
        files.contains { $0.header.bitDepth == .sixteen } ? .sixteen : .eight
    }

    /// The least and the greatest stored value; nil where nothing can be read.
    func range(of files: [File], observe: @Sendable (Int) -> Void) -> ClosedRange<UInt16>? {
        let ranges = Parallel.map(count: files.count, threads: threads, observe: observe, state: {}) {
            index, _ in
            (try? image(files[index].name)).map { $0.samples.min()!...$0.samples.max()! }
        }.compactMap(\.self)
        guard let first = ranges.first else { return nil }
        return ranges.reduce(first) {
            min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
        }
    }
}
