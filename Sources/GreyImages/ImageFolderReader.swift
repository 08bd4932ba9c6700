/// Makes a data set of a folder's PNGs: their headers first, which settle size and depth, then their pixels, decoded
/// in parallel to where they stay.
struct ImageFolderReader {
    let folder: String
    let options: ImageReadingOptions

    /// What is known of a file after the first pass.
    struct Entry {
        let name: String
        let header: PNGCodec.Header
    }

    /// What the first pass settles for the second.
    struct Plan {
        let entries: [Entry]
        let size: ImageSize
        let bitDepth: BitDepth
        let report: ImageReadingReport
    }

    var threads: Int { options.threads ?? Parallel.processorCount }

    /// Lists the folder, reads all headers, and settles size and depth.
    func plan() throws -> Plan {
        let listing = try FolderListing(of: folder)
        var report = listing.report
        let entries = readHeaders(listing.names, &report)
        if entries.isEmpty {
            if !report.unreadable.isEmpty && !options.skipUnreadable {
                throw ImageFolderError.unreadable(report.unreadable)
            }
            throw ImageFolderError.noImages(path: folder, report: report)
        }
        return Plan(
            entries: entries, size: try commonSize(entries), bitDepth: try commonBitDepth(entries), report: report)
    }

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
}
