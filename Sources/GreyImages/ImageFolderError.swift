/// Why images don't make up a data set, each of them readable or not.
public enum ImageFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// How many images there are of one size.
    public struct SizeCount: Sendable, Hashable {
        public let size: ImageSize
        public let count: Int
    }

    /// How many images there are of one depth.
    public struct DepthCount: Sendable, Hashable {
        public let bitDepth: BitDepth
        public let count: Int
    }

    /// No image at all; the report tells what there was instead.
    case noImages(path: String, report: ImageReadingReport)
    case unreadable([UnreadableImage])
    /// Most frequent first.
    case mixedSizes(path: String, [SizeCount])
    /// Most frequent first.
    case mixedBitDepths(path: String, [DepthCount])
    /// Labels that aren't one whole number an image, or that belong to no array.
    case labels(path: String, reason: String)

    public var description: String {
        switch self {
        case .noImages(let path, let report): "\(path): no PNG image to read; \(Self.found(report))"
        case .unreadable(let images):
            "\(Self.plural(images.count, "file")) can't be read; --skip-unreadable leaves them out\n"
                + images.map { "  \($0)" }.joined(separator: "\n")
        case .mixedSizes(let path, let sizes):
            "\(path): the images are of \(sizes.count) sizes; bring them to one with --size N or --size WxH\n"
                + Self.list(sizes.map { "  \($0.size): \(Self.plural($0.count, "image"))" })
        case .mixedBitDepths(let path, let depths):
            "\(path): the images are of 8 and 16 bits; bring them to one depth with --bit-depth 8|16\n"
                + Self.list(depths.map { "  \($0.bitDepth.rawValue) bits: \(Self.plural($0.count, "image"))" })
        case .labels(let path, let reason): "\(path): \(reason)"
        }
    }

    private static let listLimit = 12

    private static func list(_ lines: [String]) -> String {
        let more = lines.count > listLimit ? ["  and \(lines.count - listLimit + 1) more"] : []
        return (lines.prefix(more.isEmpty ? listLimit : listLimit - 1) + more).joined(separator: "\n")
    }

    private static func found(_ report: ImageReadingReport) -> String {
        var parts: [String] = []
        if report.otherSuffixCount > 0 { parts.append(plural(report.otherSuffixCount, "file") + " of other kinds") }
        if report.hiddenCount > 0 { parts.append(plural(report.hiddenCount, "hidden entry", "hidden entries")) }
        if !report.unreadable.isEmpty { parts.append(plural(report.unreadable.count, "unreadable file")) }
        let found = parts.isEmpty ? "it is empty" : "it holds \(parts.joined(separator: ", "))"
        return found + ". Name a folder of .png files, one .png, or an .npy array"
    }

    private static func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
