import Platform

extension ImageFolderReader {
    /// The images that can be read, one after another, and what became of each file; nil where memory doesn't hold as
    /// many as there are files.
    func decode(_ names: [String], as target: Target) -> (samples: PackedSamples, outcomes: [Outcome])? {
        switch target.bitDepth {
        case .eight: decode(names, as: target, UInt8.self)
        case .sixteen: decode(names, as: target, UInt16.self)
        }
    }

    /// Decodes all files to where they stay, and closes the gaps that unreadable ones leave.
    private func decode<Sample: PackedSample>(
        _ names: [String], as target: Target, _: Sample.Type
    ) -> (samples: PackedSamples, outcomes: [Outcome])? {
        let pixelCount = target.size.pixelCount
        let (capacity, hasOverflowed) = pixelCount.multipliedReportingOverflow(by: names.count)
        guard !hasOverflowed, Self.isAvailable(capacity, of: Sample.self) else { return nil }
        var outcomes: [Outcome] = []
        let samples = [Sample](unsafeUninitializedCapacity: capacity) { storage, initializedCount in
            nonisolated(unsafe) let start = storage.baseAddress!
            outcomes = Parallel.map(count: names.count, threads: threads, state: { [UInt8]() }) { index, bytes in
                decode(names[index], as: target, into: start + index * pixelCount, &bytes)
            }
            for index in names.indices where outcomes[index].failure == nil {
                let kept = start + initializedCount
                let decoded = start + index * pixelCount
                if kept != decoded { kept.update(from: decoded, count: pixelCount) }
                initializedCount += pixelCount
            }
        }
        return (Sample.pack(samples), outcomes)
    }

    /// An array that can't be allocated ends the program, so whether there is memory for it is looked at before.
    private static func isAvailable<Sample>(_ count: Int, of _: Sample.Type) -> Bool {
        let (size, hasOverflowed) = count.multipliedReportingOverflow(by: MemoryLayout<Sample>.size)
        return !hasOverflowed && Double(size) <= Memory.available
    }

    private func decode<Sample: PackedSample>(
        _ name: String, as target: Target, into samples: UnsafeMutablePointer<Sample>, _ bytes: inout [UInt8]
    ) -> Outcome {
        let path = FilePath.join(folder, name)
        return Outcome { header in
            var (found, count, fileSize) = try open(path, &bytes)
            header = found
            let isOfSize = found.size == target.size
            let isOfDepth = found.bitDepth == target.bitDepth
            // If it isn't that the images differ, the one that settled size and depth is another one by now.
            guard isOfSize || options.preparation.size != nil, isOfDepth || options.preparation.bitDepth != nil else {
                throw PNGError.damaged(path: path, reason: "it changed while it was being read")
            }
            if count < fileSize { count = try FileBytes.read(path, into: &bytes) }
            try bytes.withUnsafeBufferPointer { bytes throws(PNGError) in
                let bytes = bytes.extracting(0..<count)
                if isOfSize && isOfDepth {
                    try Sample.read(
                        bytes, path: path, size: target.size, convertToGrey: options.preparation.convertToGrey,
                        into: samples)
                    return
                }
                let image = try GreyImage(png: bytes, path: path, options: options.png)
                Sample.store(
                    image.conforming(to: target.size, fit: options.preparation.fit, bitDepth: target.bitDepth),
                    at: samples)
            }
        }
    }
}
