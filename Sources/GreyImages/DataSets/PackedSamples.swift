/// The samples of many images of one size, `[count, height, width]`, in one allocation with one or two bytes per sample.
enum PackedSamples: Sendable, Hashable {
    case eight([UInt8])
    case sixteen([UInt16])

    var bitDepth: BitDepth {
        switch self {
        case .eight: .eight
        case .sixteen: .sixteen
        }
    }

    var count: Int {
        switch self {
        case .eight(let samples): samples.count
        case .sixteen(let samples): samples.count
        }
    }

    /// Packs images one after another.
    ///
    /// - Precondition: All images have this depth.
    init(_ images: [GreyImage], bitDepth: BitDepth) {
        switch bitDepth {
        case .eight: self = .eight(images.flatMap { $0.samples.map { UInt8($0) } })
        case .sixteen: self = .sixteen(images.flatMap(\.samples))
        }
    }

    /// These samples and others of their depth.
    func appending(_ others: PackedSamples) -> PackedSamples {
        switch (self, others) {
        case (.eight(let own), .eight(let others)): .eight(own + others)
        case (.sixteen(let own), .sixteen(let others)): .sixteen(own + others)
        default: preconditionFailure("samples of one depth")
        }
    }

    /// Creates and packs images on several threads.
    ///
    /// - Parameters:
    ///   - count: The number of images.
    ///   - size: The size of each image.
    ///   - bitDepth: The depth of each image.
    ///   - threads: The number of threads.
    ///   - make: Creates the image of an index.
    init(count: Int, size: ImageSize, bitDepth: BitDepth, threads: Int, make: @Sendable (Int) -> GreyImage) {
        switch bitDepth {
        case .eight: self = Self.packing(UInt8.self, count, size.pixelCount, threads, make)
        case .sixteen: self = Self.packing(UInt16.self, count, size.pixelCount, threads, make)
        }
    }

    private static func packing<Sample: PackedSample>(
        _: Sample.Type, _ count: Int, _ pixelCount: Int, _ threads: Int, _ make: @Sendable (Int) -> GreyImage
    ) -> PackedSamples {
        let samples = [Sample](unsafeUninitializedCapacity: count * pixelCount) { storage, initializedCount in
            nonisolated(unsafe) let start = storage.baseAddress!
            _ = Parallel.map(count: count, threads: threads, state: {}) { index, _ in
                Sample.store(make(index), at: start + index * pixelCount)
            }
            initializedCount = count * pixelCount
        }
        return Sample.pack(samples)
    }

    subscript(range: Range<Int>) -> [UInt16] {
        switch self {
        case .eight(let samples): samples[range].map(UInt16.init)
        case .sixteen(let samples): Array(samples[range])
        }
    }

    /// The samples of several ranges, one after another.
    func gathering(_ ranges: some Sequence<Range<Int>>) -> PackedSamples {
        switch self {
        case .eight(let samples): .eight(ranges.flatMap { samples[$0] })
        case .sixteen(let samples): .sixteen(ranges.flatMap { samples[$0] })
        }
    }
}
