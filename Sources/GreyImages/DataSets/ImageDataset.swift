/// Greyscale images of one size and depth, with their classes and names. The samples are packed in one allocation.
public struct ImageDataset: Sendable {
    public let size: ImageSize
    public var bitDepth: BitDepth { samples.bitDepth }
    public let count: Int
    /// The sorted names of the classes; empty if the images have no classes.
    public let classNames: [String]
    /// The class of each image as an index into ``classNames``; empty if the images have no classes.
    public let labels: [Int]
    /// The name of each image: its path within the folder, or `file.npy[12]`.
    public let names: [String]
    /// The path of the folder or file that was read; empty for images that were created in memory.
    public let path: String
    /// What is known of the images besides their pixels and classes. A flow prior can be conditioned on it.
    public private(set) var attributes: [ImageAttribute] = []

    /// `[count, height, width]`
    let samples: PackedSamples

    /// Creates a data set from images in memory.
    ///
    /// - Parameters:
    ///   - images: The images, all of one size and depth.
    ///   - classNames: The sorted names of the classes, or nothing.
    ///   - labels: The class of each image as an index into `classNames`, or nothing.
    ///   - names: The name of each image, or nothing for `0`, `1`, ….
    /// - Precondition: There is at least one image, all have the same size and depth, and the counts match.
    public init(
        images: [GreyImage], classNames: [String] = [], labels: [Int] = [], names: [String] = []
    ) {
        precondition(!images.isEmpty, "a data set holds at least one image")
        let first = images[0]
        precondition(
            images.allSatisfy { $0.size == first.size && $0.bitDepth == first.bitDepth },
            "the images are of one size and depth")
        precondition(names.isEmpty || names.count == images.count, "one name per image")
        self.init(
            size: first.size, samples: PackedSamples(images, bitDepth: first.bitDepth),
            classes: ClassLabels(names: classNames, labels: labels),
            names: names.isEmpty ? images.indices.map(String.init) : names, path: "")
    }

    init(size: ImageSize, samples: PackedSamples, classes: ClassLabels, names: [String], path: String) {
        precondition(classes.labels.isEmpty || classes.labels.count == names.count, "one label per image")
        precondition(samples.count == names.count * size.pixelCount, "one sample per pixel")
        self.size = size
        self.samples = samples
        classNames = classes.names
        labels = classes.labels
        self.names = names
        self.path = path
        count = names.count
    }

    /// The image at an index.
    ///
    /// - Complexity: O(pixels of the image).
    public func image(at index: Int) -> GreyImage {
        GreyImage(size: size, bitDepth: bitDepth, samples: samples[range(of: index)])
    }

    /// A data set of the images at some indices, in that order, with the same class names.
    ///
    /// - Precondition: There is at least one index.
    public func subset(_ indices: [Int]) -> ImageDataset {
        precondition(!indices.isEmpty, "a data set holds at least one image")
        let subset = ImageDataset(
            size: size, samples: samples.gathering(indices.lazy.map(range(of:))),
            classes: ClassLabels(names: classNames, labels: labels).subset(indices),
            names: indices.map { names[$0] }, path: path)
        return subset.with(attributes: attributes.map { $0.subset(indices) })
    }

    /// Returns these images with other attributes.
    ///
    /// - Precondition: Every attribute has a value, or nil, for each image.
    public func with(attributes: [ImageAttribute]) -> ImageDataset {
        precondition(attributes.allSatisfy { $0.count == count }, "a value for every image")
        var images = self
        images.attributes = attributes
        return images
    }

    /// A data set of these images and others of their size and depth, whose names are their numbers. It has no attributes.
    ///
    /// - Parameter labels: The classes of the other images; empty if there are none.
    /// - Complexity: O(pixels of all images).
    package func appending(_ images: [GreyImage], labels: [Int]) -> ImageDataset {
        precondition(images.allSatisfy { $0.size == size && $0.bitDepth == bitDepth }, "images of one size and depth")
        return ImageDataset(
            size: size, samples: samples.appending(PackedSamples(images, bitDepth: bitDepth)),
            classes: ClassLabels(names: classNames, labels: self.labels + labels),
            names: names + images.indices.map { String(count + $0) }, path: path)
    }

    /// Copies the levels of one image, each within 0...maximumLevel, row by row.
    ///
    /// - Precondition: `destination` has as many elements as the image has pixels.
    /// - Complexity: O(pixels of the image).
    public func copyLevels(of index: Int, into destination: inout MutableSpan<Float>) {
        let range = range(of: index)
        precondition(destination.count == range.count, "one level per pixel")
        destination.withUnsafeMutableBufferPointer { levels in
            switch samples {
            case .eight(let samples):
                samples.withUnsafeBufferPointer { Self.convert($0.extracting(range), to: levels) }
            case .sixteen(let samples):
                samples.withUnsafeBufferPointer { Self.convert($0.extracting(range), to: levels) }
            }
        }
    }

    /// Copies the levels of a region of one image, each within 0...maximumLevel, row by row.
    ///
    /// - Precondition: The region lies within the image, and `destination` has as many elements as it has pixels.
    /// - Complexity: O(pixels of the region).
    package func copyLevels(of index: Int, in region: PixelRegion, into destination: inout MutableSpan<Float>) {
        precondition(region.fits(size), "the region lies within the image")
        precondition(destination.count == region.size.pixelCount, "one level per pixel")
        let start = range(of: index).lowerBound + region.row * size.width + region.column
        let width = region.size.width
        destination.withUnsafeMutableBufferPointer { levels in
            for row in 0..<region.size.height {
                let source = start + row * size.width..<start + row * size.width + width
                let target = UnsafeMutableBufferPointer(rebasing: levels[row * width..<(row + 1) * width])
                switch samples {
                case .eight(let samples):
                    samples.withUnsafeBufferPointer { Self.convert($0.extracting(source), to: target) }
                case .sixteen(let samples):
                    samples.withUnsafeBufferPointer { Self.convert($0.extracting(source), to: target) }
                }
            }
        }
    }

    /// A hash of the size, depth and pixels of an image. It is the same in every run and on every machine.
    ///
    /// Equal images have equal hashes. Different images have the same hash with a probability of about 2⁻⁶⁴.
    ///
    /// - Complexity: O(pixels of the image), at about 5 GB per second.
    public func pixelHash(of index: Int) -> UInt64 {
        let range = range(of: index)
        var hasher = PixelHasher()
        for number in [size.width, size.height, bitDepth.rawValue] { hasher.combine(UInt64(number)) }
        switch samples {
        case .eight(let samples): samples.withUnsafeBufferPointer { hasher.combine($0.extracting(range)) }
        case .sixteen(let samples): samples.withUnsafeBufferPointer { hasher.combine($0.extracting(range)) }
        }
        return hasher.value
    }

    private func range(of index: Int) -> Range<Int> {
        precondition(index >= 0 && index < count, "the index is that of an image")
        return (index * size.pixelCount)..<((index + 1) * size.pixelCount)
    }

    // Two concrete loops, because a generic one isn't vectorised unless it is specialised.
    private static func convert(_ samples: UnsafeBufferPointer<UInt8>, to levels: UnsafeMutableBufferPointer<Float>) {
        for index in samples.indices { levels[index] = Float(samples[index]) }
    }

    private static func convert(_ samples: UnsafeBufferPointer<UInt16>, to levels: UnsafeMutableBufferPointer<Float>) {
        for index in samples.indices { levels[index] = Float(samples[index]) }
    }
}
