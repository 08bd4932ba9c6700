#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes a data set of a folder's PNGs: their headers first, which settle size and depth, then their pixels, decoded
/// in parallel to where they stay.
struct ImageFolderReader {
    let folder: String
    let options: ImageReadingOptions

    /// What is known of a file after the first pass.
    private struct Entry {
        let name: String
        let header: PNGCodec.Header
    }

    private struct Target {
        let size: ImageSize
        let bitDepth: BitDepth
    }

    private var threads: Int { options.threads ?? Parallel.processorCount }

    func read() throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        let listing = try FolderListing(of: folder)
        var report = listing.report
        let entries = readHeaders(listing.names, &report)
        if entries.isEmpty {
            if !report.unreadable.isEmpty && !options.skipUnreadable {
                throw ImageFolderError.unreadable(report.unreadable)
            }
            throw ImageFolderError.noImages(path: folder, report: report)
        }
        let target = Target(size: try commonSize(entries), bitDepth: try commonBitDepth(entries))
        let (samples, names) =
            switch target.bitDepth {
            case .eight: try readSamples(UInt8.self, entries, target, &report)
            case .sixteen: try readSamples(UInt16.self, entries, target, &report)
            }
        report.unreadable.sort { strcmp($0.path, $1.path) < 0 }
        if !report.unreadable.isEmpty && !options.skipUnreadable {
            throw ImageFolderError.unreadable(report.unreadable)
        }
        if names.isEmpty { throw ImageFolderError.noImages(path: folder, report: report) }
        let (classNames, labels) = Self.classes(of: names)
        let dataset = ImageDataset(
            size: target.size, samples: samples, classNames: classNames, labels: labels, names: names, path: folder)
        return (dataset, report)
    }

    // MARK: Headers

    private func readHeaders(_ names: [String], _ report: inout ImageReadingReport) -> [Entry] {
        let outcomes = Parallel.map(count: names.count, threads: threads, state: { [UInt8]() }) { index, buffer in
            readHeader(names[index], &buffer)
        }
        return outcomes.compactMap { outcome in
            switch outcome {
            case .success(let entry): return entry
            case .failure(let failure):
                report.unreadable.append(failure.image)
                return nil
            }
        }
    }

    private func readHeader(_ name: String, _ buffer: inout [UInt8]) -> Result<Entry, Failure> {
        let path = FilePath.join(folder, name)
        return Failure.catching {
            let (count, fileSize) = try FileBytes.readPrefix(PNGCodec.headerSize, of: path, into: &buffer)
            guard count > 0 else { throw PNGError.empty(path: path) }
            let header = try buffer.withUnsafeBufferPointer { bytes throws(PNGError) in
                try PNGCodec.header(
                    of: bytes.extracting(0..<count), fileSize: fileSize, path: path, options: options.png)
            }
            return Entry(name: name, header: header)
        }
    }

    private func commonSize(_ entries: [Entry]) throws(ImageFolderError) -> ImageSize {
        if let size = options.size { return size }
        let counts = Dictionary(entries.lazy.map { ($0.header.size, 1) }, uniquingKeysWith: +)
        if counts.count == 1 { return entries[0].header.size }
        let sorted = counts.sorted { ($1.value, $0.key.width, $0.key.height) < ($0.value, $1.key.width, $1.key.height) }
        throw .mixedSizes(path: folder, sorted.map { .init(size: $0.key, count: $0.value) })
    }

    private func commonBitDepth(_ entries: [Entry]) throws(ImageFolderError) -> BitDepth {
        if let bitDepth = options.bitDepth { return bitDepth }
        let counts = Dictionary(entries.lazy.map { ($0.header.bitDepth, 1) }, uniquingKeysWith: +)
        if counts.count == 1 { return entries[0].header.bitDepth }
        let sorted = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        throw .mixedBitDepths(path: folder, sorted.map { .init(bitDepth: $0.key, count: $0.value) })
    }

    // MARK: Pixels

    /// Decodes all files to where they stay, and closes the gaps that unreadable ones leave.
    private func readSamples<Sample: PackedSample>(
        _: Sample.Type, _ entries: [Entry], _ target: Target, _ report: inout ImageReadingReport
    ) throws -> (samples: PackedSamples, names: [String]) {
        let pixelCount = target.size.pixelCount
        let (capacity, hasOverflowed) = pixelCount.multipliedReportingOverflow(by: entries.count)
        guard !hasOverflowed, Self.isAvailable(capacity, of: Sample.self) else {
            throw ImageFolderError.tooLarge(path: folder, count: entries.count, size: target.size)
        }
        var failures: [UnreadableImage?] = []
        let samples = [Sample](unsafeUninitializedCapacity: capacity) { storage, initializedCount in
            nonisolated(unsafe) let start = storage.baseAddress!
            failures = Parallel.map(count: entries.count, threads: threads, state: { [UInt8]() }) { index, buffer in
                readPixels(entries[index], target, into: start + index * pixelCount, &buffer)
            }
            for index in entries.indices where failures[index] == nil {
                let kept = start + initializedCount
                let decoded = start + index * pixelCount
                if kept != decoded { kept.update(from: decoded, count: pixelCount) }
                initializedCount += pixelCount
            }
        }
        report.unreadable += failures.compactMap(\.self)
        return (Sample.pack(samples), zip(entries, failures).compactMap { $1 == nil ? $0.name : nil })
    }

    /// An array that can't be allocated ends the program, so whether it can is tried before.
    private static func isAvailable<Sample>(_ count: Int, of _: Sample.Type) -> Bool {
        let (size, hasOverflowed) = count.multipliedReportingOverflow(by: MemoryLayout<Sample>.size)
        guard !hasOverflowed, let memory = malloc(size) else { return false }
        free(memory)
        return true
    }

    private func readPixels<Sample: PackedSample>(
        _ entry: Entry, _ target: Target, into samples: UnsafeMutablePointer<Sample>, _ buffer: inout [UInt8]
    ) -> UnreadableImage? {
        let path = FilePath.join(folder, entry.name)
        let result: Result<Void, Failure> = Failure.catching {
            let count = try FileBytes.read(path, into: &buffer)
            guard count > 0 else { throw PNGError.empty(path: path) }
            try buffer.withUnsafeBufferPointer { bytes throws(PNGError) in
                let bytes = bytes.extracting(0..<count)
                if entry.header.size == target.size && entry.header.bitDepth == Sample.bitDepth {
                    try Sample.read(
                        bytes, path: path, size: target.size, convertToGrey: options.convertToGrey, into: samples)
                    return
                }
                let image = try GreyImage(png: bytes, path: path, options: options.png)
                // Without options to settle it, a file that changed since its header was read has no place.
                guard options.size != nil || image.size == target.size,
                    options.bitDepth != nil || image.bitDepth == target.bitDepth
                else { throw .damaged(path: path, reason: "it changed while it was being read") }
                let kept = image.conforming(to: target.size, fit: options.fit, bitDepth: target.bitDepth)
                for (offset, sample) in kept.samples.enumerated() {
                    (samples + offset).initialize(to: Sample(sample))
                }
            }
        }
        if case .failure(let failure) = result { return failure.image }
        return nil
    }

    // MARK: Classes

    /// The first level of folders, where all images lie in one.
    private static func classes(of names: [String]) -> (classNames: [String], labels: [Int]) {
        let slash = UInt8(ascii: "/")
        var folders: [Substring] = []
        for name in names {
            guard let end = name.utf8.firstIndex(of: slash) else { return ([], []) }
            folders.append(name[..<end])
        }
        let classNames = Set(folders).map(String.init).sorted { strcmp($0, $1) < 0 }
        let indices = Dictionary(uniqueKeysWithValues: zip(classNames.map { $0[...] }, classNames.indices))
        return (classNames, folders.map { indices[$0]! })
    }
}
