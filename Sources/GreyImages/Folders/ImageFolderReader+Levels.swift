extension ImageFolderReader {
    /// The window from the minimum to the maximum of all images that can be read; nil if none can.
    ///
    /// If some images have 16 bits, images of 8 bits don't count, because their levels have another meaning.
    ///
    /// - Throws: `ImageFolderError/noWindow(path:value:)`.
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

    /// The kind of values that the window is for: 16-bit levels if some images have 16 bits.
    func levelSource(of files: [File]) -> LevelSource {
        files.contains { $0.header.bitDepth == .sixteen } ? .sixteen : .eight
    }

    /// The minimum and maximum of the stored values; nil if no image can be read.
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
