#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ImageFolderReader {
    func read() throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        try read(plan())
    }

    /// Decodes the files of a plan. Those that changed meanwhile count as unreadable.
    func read(_ plan: Plan) throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        var report = plan.report
        let (samples, names) =
            switch plan.bitDepth {
            case .eight: try readSamples(UInt8.self, plan, &report)
            case .sixteen: try readSamples(UInt16.self, plan, &report)
            }
        report.unreadable.sort { strcmp($0.path, $1.path) < 0 }
        if !report.unreadable.isEmpty && !options.skipUnreadable {
            throw ImageFolderError.unreadable(report.unreadable)
        }
        if names.isEmpty { throw ImageFolderError.noImages(path: folder, report: report) }
        let (classNames, labels) = Self.classes(of: names)
        let dataset = ImageDataset(
            size: plan.size, samples: samples, classNames: classNames, labels: labels, names: names, path: folder)
        return (dataset, report)
    }

    /// Decodes all files to where they stay, and closes the gaps that unreadable ones leave.
    private func readSamples<Sample: PackedSample>(
        _: Sample.Type, _ plan: Plan, _ report: inout ImageReadingReport
    ) throws -> (samples: PackedSamples, names: [String]) {
        let pixelCount = plan.size.pixelCount
        let (capacity, hasOverflowed) = pixelCount.multipliedReportingOverflow(by: plan.entries.count)
        guard !hasOverflowed, Self.isAvailable(capacity, of: Sample.self) else {
            throw ImageFolderError.tooLarge(path: folder, count: plan.entries.count, size: plan.size)
        }
        var failures: [UnreadableImage?] = []
        let samples = [Sample](unsafeUninitializedCapacity: capacity) { storage, initializedCount in
            nonisolated(unsafe) let start = storage.baseAddress!
            let count = plan.entries.count
            failures = Parallel.map(count: count, threads: threads, state: { [UInt8]() }) { index, buffer in
                readPixels(plan.entries[index], plan, into: start + index * pixelCount, &buffer)
            }
            for index in plan.entries.indices where failures[index] == nil {
                let kept = start + initializedCount
                let decoded = start + index * pixelCount
                if kept != decoded { kept.update(from: decoded, count: pixelCount) }
                initializedCount += pixelCount
            }
        }
        report.unreadable += failures.compactMap(\.self)
        return (Sample.pack(samples), zip(plan.entries, failures).compactMap { $1 == nil ? $0.name : nil })
    }

    /// An array that can't be allocated ends the program, so whether it can is tried before.
    private static func isAvailable<Sample>(_ count: Int, of _: Sample.Type) -> Bool {
        let (size, hasOverflowed) = count.multipliedReportingOverflow(by: MemoryLayout<Sample>.size)
        guard !hasOverflowed, let memory = malloc(size) else { return false }
        free(memory)
        return true
    }

    private func readPixels<Sample: PackedSample>(
        _ entry: Entry, _ plan: Plan, into samples: UnsafeMutablePointer<Sample>, _ buffer: inout [UInt8]
    ) -> UnreadableImage? {
        let path = FilePath.join(folder, entry.name)
        let result: Result<Void, Failure> = Failure.catching {
            let count = try FileBytes.read(path, into: &buffer)
            guard count > 0 else { throw PNGError.empty(path: path) }
            try buffer.withUnsafeBufferPointer { bytes throws(PNGError) in
                let bytes = bytes.extracting(0..<count)
                if entry.header.size == plan.size && entry.header.bitDepth == Sample.bitDepth {
                    try Sample.read(
                        bytes, path: path, size: plan.size, convertToGrey: options.convertToGrey, into: samples)
                    return
                }
                let image = try GreyImage(png: bytes, path: path, options: options.png)
                // Without options to settle it, a file that changed since its header was read has no place.
                guard options.size != nil || image.size == plan.size,
                    options.bitDepth != nil || image.bitDepth == plan.bitDepth
                else { throw .damaged(path: path, reason: "it changed while it was being read") }
                let kept = image.conforming(to: plan.size, fit: options.fit, bitDepth: plan.bitDepth)
                for (offset, sample) in kept.samples.enumerated() {
                    (samples + offset).initialize(to: Sample(sample))
                }
            }
        }
        if case .failure(let failure) = result { return failure.image }
        return nil
    }

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
