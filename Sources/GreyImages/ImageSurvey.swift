/// What the headers of a folder's PNGs say of images that can't be taken as they are.
public struct ImageSurvey: Sendable, Hashable {
    /// Images that are alike in something.
    public struct Kind<Value: Sendable & Hashable>: Sendable, Hashable {
        public let value: Value
        public let count: Int
        /// The path of one of them within the folder.
        public let example: String
    }

    /// The most frequent first.
    public var sizes: [Kind<ImageSize>]
    /// The most frequent first.
    public var bitDepths: [Kind<BitDepth>]
    /// Images that are stored in colour, where one of them was found to be other than grey.
    public var colour: Kind<Bool>?
    /// Images that are stored with transparency, where one of them was found not to be opaque.
    public var transparent: Kind<Bool>?
    /// Files that aren't images.
    public var unreadable: [UnreadableImage]
    /// The size and the depth that all must have; nil wants them alike.
    public var wanted: ImageReadingOptions.Shape?
    /// The options with which all can be read, or all but those that can't be, such as `--size 64 --bit-depth 8`.
    public var remedy: [String]
}

extension ImageSurvey: CustomStringConvertible {
    /// A line of what is wrong and its remedy, and a line a kind.
    public var description: String {
        ([headline] + lines).joined(separator: "\n")
    }

    private var headline: String {
        var faults: [String] = []
        if let size = sizes.first?.value, sizes.count == 1 { faults.append("the images are \(size)") }
        if sizes.count > 1 { faults.append("the images are of \(sizes.count) sizes") }
        if let depth = bitDepths.first?.value, bitDepths.count == 1 {
            faults.append("they have \(depth.rawValue) bits")
        }
        if bitDepths.count > 1 { faults.append("they have 8 and 16 bits") }
        if let colour { faults.append("\(Plural.count(colour.count, "image")) in colour") }
        if let transparent {
            faults.append("\(Plural.count(transparent.count, "image")) with transparency")
        }
        if !unreadable.isEmpty {
            faults.append("\(Plural.count(unreadable.count, "file")) can't be read")
        }
        let wish = wanted.map { "; wanted are \($0.size) and \($0.bitDepth.rawValue) bits" } ?? ""
        return "\(faults.joined(separator: ", "))\(wish). Add \(remedy.joined(separator: " "))"
    }

    private var lines: [String] {
        var lines = Plural.shortened(sizes.map { Self.line("\($0.value)", $0) })
        lines += bitDepths.map { Self.line("\($0.value.rawValue) bits", $0) }
        lines += [
            colour.map { Self.line("in colour", $0) },
            transparent.map { Self.line("with transparency", $0) },
        ]
        .compactMap(\.self)
        return lines + Plural.shortened(unreadable.map { "  \($0)" })
    }

    private static func line<Value>(_ name: String, _ kind: Kind<Value>) -> String {
        "  \(name): \(Plural.count(kind.count, "image")), such as \(FilePath.line(kind.example))"
    }
}
