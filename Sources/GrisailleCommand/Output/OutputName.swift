import Grisaille

/// The names of written images.
enum OutputName {
    /// A number of at least five digits.
    static func number(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// The relative path of an image as a PNG: `hand/7.png` as it is, `digits-12.png` for `digits.npy[12]`.
    static func png(for name: String) -> String {
        if let bracket = name.utf8.lastIndex(of: UInt8(ascii: "[")), name.utf8.last == UInt8(ascii: "]") {
            let number = Substring(name.utf8[name.utf8.index(after: bracket)...].dropLast())
            return "\(FilePath.withoutExtension(String(name[..<bracket])))-\(number).png"
        }
        return FilePath.hasExtension(name, "png") ? name : name + ".png"
    }
}
