import Platform

extension ImageFolderReader {
    /// Decodes files. Returns the samples of the images that can be read, one after another, and the result of each file;
    /// nil if there isn't enough memory for all files.
    func decode(_ files: [File], with conformer: ImageConformer) -> (
        samples: PackedSamples, outcomes: [Outcome]
    )? {
        switch conformer.bitDepth {
        case .eight: decode(files, with: conformer, UInt8.self)
        case .sixteen: decode(files, with: conformer, UInt16.self)
        }
    }

    /// Decodes all files in place, and then closes the gaps of unreadable ones.
    private func decode<Sample: PackedSample>(
        _ files: [File], with conformer: ImageConformer, _: Sample.Type
    ) -> (samples: PackedSamples, outcomes: [Outcome])? {
        let pixelCount = conformer.size.pixelCount
        let (capacity, hasOverflowed) = pixelCount.multipliedReportingOverflow(by: files.count)
        guard !hasOverflowed, Self.isAvailable(capacity, of: Sample.self) else { return nil }
        var outcomes: [Outcome] = []
        let samples = [Sample](unsafeUninitializedCapacity: capacity) { storage, initializedCount in
            nonisolated(unsafe) let start = storage.baseAddress!
            outcomes = Parallel.map(
                count: files.count, threads: threads, observe: { observer(.pixels, $0, files.count) },
                state: { [UInt8]() }
            ) { index, bytes in
                decode(files[index], with: conformer, into: start + index * pixelCount, &bytes)
            }
            for index in files.indices where outcomes[index].failure == nil {
                let kept = start + initializedCount
                let decoded = start + index * pixelCount
                if kept != decoded { kept.update(from: decoded, count: pixelCount) }
                initializedCount += pixelCount
            }
        }
        return (Sample.pack(samples), outcomes)
    }

    /// Whether there is memory for an array. An allocation that fails would end the program.
    private static func isAvailable<Sample>(_ count: Int, of _: Sample.Type) -> Bool {
        let (size, hasOverflowed) = count.multipliedReportingOverflow(by: MemoryLayout<Sample>.size)
        return !hasOverflowed && Double(size) <= Memory.available
    }

    /// The size up to which a file is read at once. Of larger files the header is checked first.
    private static let frontSize = 1 << 18

    private func decode<Sample: PackedSample>(
        _ file: File, with conformer: ImageConformer, into samples: UnsafeMutablePointer<Sample>,
        _ bytes: inout [UInt8]
    ) -> Outcome {
        let path = FilePath.join(folder, file.name)
        return Outcome { outcome in
            var (found, count, fileSize) = try open(path, Self.frontSize, &bytes)
            guard found.size == file.header.size, found.bitDepth == file.header.bitDepth else {
                throw PNGError.damaged(path: path, reason: "it changed while it was being read")
            }
            if count < fileSize { count = try FileBytes.read(path, into: &bytes) }
            outcome.levels = try bytes.withUnsafeBufferPointer { bytes throws(PNGError) in
                let bytes = bytes.extracting(0..<count)
                if conformer.keeps(found.size, found.bitDepth) {
                    try Sample.read(
                        bytes, path: path, size: found.size, convertToGrey: options.preparation.convertToGrey,
                        into: samples)
                    return nil
                }
                let (image, levels) = conformer.conforming(
                    try GreyImage(png: bytes, path: path, options: options.png))
                Sample.store(image, at: samples)
                return levels
            }
        }
    }
}
