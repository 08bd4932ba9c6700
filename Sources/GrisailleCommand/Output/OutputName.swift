import Grisaille

/// What written images are called.
enum OutputName {
    /// Five digits, or as many more as the number needs.
    static func number(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// The image's own relative path, as a PNG: `hand/7.png` as it is, `digits-12.png` for `digits.npy[12]`.
    static func png(for name: String) -> String {
        if let bracket = name.lastIndex(of: "["), name.hasSuffix("]") {
            let number = name[name.index(after: bracket)...].dropLast()
            return "\(FilePath.withoutExtension(String(name[..<bracket])))-\(number).png"
        }
        return FilePath.hasExtension(name, "png") ? name : name + ".png"
    }
}
