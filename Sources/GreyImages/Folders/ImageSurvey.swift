/// What the headers of a folder's PNGs say about images that can't be used without preparation.
package struct ImageSurvey: Sendable, Hashable {
    /// The images that share a property.
    package struct Kind<Value: Sendable & Hashable>: Sendable, Hashable {
        package let value: Value
        package let count: Int
        /// The path of one of the images within the folder.
        package let example: String
    }

    /// The sizes that occur, the most frequent first.
    package var sizes: [Kind<ImageSize>]
    /// The depths that occur, the most frequent first.
    package var bitDepths: [Kind<BitDepth>]
    /// The images that are stored in colour, if one of them was found not to be grey; otherwise nil.
    package var colour: Kind<Bool>?
    /// The images that are stored with transparency, if one of them was found not to be opaque; otherwise nil.
    package var transparent: Kind<Bool>?
    /// The files that can't be read.
    package var unreadable: [UnreadableImage]
    /// The size and depth that all images must have; nil if they must only be the same.
    package var wanted: ImageReadingOptions.Shape?
    /// What makes all readable images usable.
    package var remedies: [ImageReadingRemedy]
}

extension ImageSurvey: ImageProblem {
    /// A line that says what is wrong and how to solve it, and one line for each property.
    package func text(naming name: ImageReadingRemedy.Naming) -> String {
        (["\(fault). Add \(name(remedies))"] + lines(naming: name)).joined(separator: "\n")
    }

    private var fault: String {
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
        return faults.joined(separator: ", ") + wish
    }

    private func lines(naming name: ImageReadingRemedy.Naming) -> [String] {
        var lines = Plural.shortened(sizes.map { Self.line("\($0.value)", $0) })
        lines += bitDepths.map { Self.line("\($0.value.rawValue) bits", $0) }
        lines += [
            colour.map { Self.line("in colour", $0) },
            transparent.map { Self.line("with transparency", $0) },
        ]
        .compactMap(\.self)
        return lines + Plural.shortened(unreadable.map { "  " + $0.text(naming: name) })
    }

    private static func line<Value>(_ name: String, _ kind: Kind<Value>) -> String {
        "  \(name): \(Plural.count(kind.count, "image")), such as \(FilePath.line(kind.example))"
    }
}
