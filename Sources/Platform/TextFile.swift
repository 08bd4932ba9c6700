/// Reads the small files in which a system tells of itself.
enum TextFile {
    private static let largest = 1 << 16

    /// Nil where there is none, or it can't be read.
    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: largest) { $1 = fread($0.baseAddress, 1, $0.count, file) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The first words of the lines.
    static func words(_ path: String) -> [[Substring]] {
        (read(path) ?? "").split(separator: "\n").map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }) }
    }
}
