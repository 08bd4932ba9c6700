/// Reads the small files in which the system describes itself.
enum TextFile {
    private static let largest = 1 << 16

    /// The text of a file; nil if it can't be read.
    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: largest) { $1 = fread($0.baseAddress, 1, $0.count, file) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The words of each line.
    static func words(_ path: String) -> [[Substring]] {
        (read(path) ?? "").split(separator: "\n").map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }) }
    }
}
