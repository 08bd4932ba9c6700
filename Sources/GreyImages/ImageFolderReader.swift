import Platform

/// Makes a data set of a folder's PNGs, each of which is read once and decoded, in parallel, to where it stays.
///
/// Where the options leave size or depth open, the first good header settles them; whether all others agree is known
/// when all have been read.
struct ImageFolderReader {
    let folder: String
    let options: ImageReadingOptions

    /// What every image is brought to.
    struct Target {
        let size: ImageSize
        let bitDepth: BitDepth
    }

    var threads: Int { options.threads ?? Processors.current.count }

    func read() throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        let listing = try FolderListing(of: folder)
        let target = target(of: listing.names)
        let decoded = target.flatMap { decode(listing.names, as: $0) }
        let outcomes = decoded?.outcomes ?? survey(listing.names)
        var report = listing.report
        report.unreadable += outcomes.compactMap(\.failure)
        report.unreadable.sort { FilePath.precedes($0.path, $1.path) }

        let headers = outcomes.compactMap(\.header)
        try checkSizes(headers)
        try checkBitDepths(headers)
        if decoded == nil, let target {
            throw MemoryError(
                what: "\(folder) with its \(headers.count) images of \(target.size)",
                needed: Double(headers.count * target.bitDepth.rawValue / 8) * Double(target.size.pixelCount),
                available: Memory.available, remedy: "make them smaller with --size, or give fewer")
        }
        if !report.unreadable.isEmpty && !options.skipUnreadable {
            throw ImageFolderError.unreadable(report.unreadable)
        }
        let names = zip(listing.names, outcomes).compactMap { $1.failure == nil ? $0 : nil }
        guard let target, let decoded, !names.isEmpty else {
            throw ImageFolderError.noImages(path: folder, report: report)
        }
        let (classNames, labels) = Self.classes(of: names)
        let dataset = ImageDataset(
            size: target.size, samples: decoded.samples, classNames: classNames, labels: labels, names: names,
            path: folder)
        return (dataset, report)
    }

    /// What the options say, and the first good header where they don't; nil where there is none.
    private func target(of names: [String]) -> Target? {
        if let size = options.preparation.size, let bitDepth = options.preparation.bitDepth {
            return Target(size: size, bitDepth: bitDepth)
        }
        var bytes: [UInt8] = []
        let headers = names.lazy.compactMap { examine($0, &bytes).header }
        return headers.first.map {
            Target(size: options.preparation.size ?? $0.size, bitDepth: options.preparation.bitDepth ?? $0.bitDepth)
        }
    }

    /// All headers and no pixels.
    private func survey(_ names: [String]) -> [Outcome] {
        Parallel.map(count: names.count, threads: threads, state: { [UInt8]() }) { index, bytes in
            examine(names[index], &bytes)
        }
    }

    private func examine(_ name: String, _ bytes: inout [UInt8]) -> Outcome {
        let path = FilePath.join(folder, name)
        return Outcome { header in header = try open(path, &bytes).header }
    }

    /// The front of a file, or all of it where it is small, and its header.
    func open(_ path: String, _ bytes: inout [UInt8]) throws -> (header: PNGCodec.Header, count: Int, fileSize: Int) {
        let (count, fileSize) = try FileBytes.readPrefix(Self.frontSize, of: path, into: &bytes)
        guard count > 0 else { throw PNGError.empty(path: path) }
        let header = try bytes.withUnsafeBufferPointer { bytes throws(PNGError) in
            try PNGCodec.header(of: bytes.extracting(0..<count), fileSize: fileSize, path: path, options: options.png)
        }
        return (header, count, fileSize)
    }

    /// A file of more bytes isn't read before its header is known to be good.
    private static let frontSize = 1 << 18

    private func checkSizes(_ headers: [PNGCodec.Header]) throws(ImageFolderError) {
        if options.preparation.size != nil { return }
        let counts = Dictionary(headers.lazy.map { ($0.size, 1) }, uniquingKeysWith: +)
        if counts.count <= 1 { return }
        let sorted = counts.sorted { ($1.value, $0.key.width, $0.key.height) < ($0.value, $1.key.width, $1.key.height) }
        throw .mixedSizes(path: folder, sorted.map { .init(size: $0.key, count: $0.value) })
    }

    private func checkBitDepths(_ headers: [PNGCodec.Header]) throws(ImageFolderError) {
        if options.preparation.bitDepth != nil { return }
        let counts = Dictionary(headers.lazy.map { ($0.bitDepth, 1) }, uniquingKeysWith: +)
        if counts.count <= 1 { return }
        let sorted = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        throw .mixedBitDepths(path: folder, sorted.map { .init(bitDepth: $0.key, count: $0.value) })
    }

    /// The first level of folders, where all images lie in one.
    private static func classes(of names: [String]) -> (classNames: [String], labels: [Int]) {
        let slash = UInt8(ascii: "/")
        var folders: [Substring] = []
        for name in names {
            guard let end = name.utf8.firstIndex(of: slash) else { return ([], []) }
            folders.append(name[..<end])
        }
        let classNames = Set(folders).map(String.init).sorted(by: FilePath.precedes)
        let indices = Dictionary(uniqueKeysWithValues: zip(classNames.map { $0[...] }, classNames.indices))
        return (classNames, folders.map { indices[$0]! })
    }
}
