/// The text at the head of an `.npy` file: a Python dictionary of three known keys.
struct NumpyHeader: Equatable {
    var descr = ""
    var isFortranOrder = false
    var shape: [Int] = []

    /// NumPy leaves room for the first dimension to grow to so many digits.
    private static let dimensionDigits = 21

    init(descr: String, shape: [Int]) {
        self.descr = descr
        self.shape = shape
    }

    /// - Returns: nil when the text isn't such a dictionary. A `descr` that isn't a string comes back as its text.
    init?(parsing text: ArraySlice<UInt8>) {
        var scanner = NumpyHeaderScanner(text)
        guard let keys = scanner.parseDictionary(into: &self), keys == ["descr", "fortran_order", "shape"] else {
            return nil
        }
    }

    /// Magic, version, length and dictionary, padded to a multiple of 64 bytes just as NumPy does.
    var bytes: [UInt8] {
        let dimensions = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(dimensions)), }"
        if let first = shape.first {
            text += String(repeating: " ", count: max(0, Self.dimensionDigits - String(first).count))
        }
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        // Version 1.0 counts the header in two bytes, 2.0 in four.
        let isShort = text.utf8.count + 1 + 64 <= Int(UInt16.max)
        let prefix = magic.count + 2 + (isShort ? 2 : 4)
        let padding = 64 - (prefix + text.utf8.count + 1) % 64
        let length = text.utf8.count + padding + 1
        let lengthBytes = (0..<(isShort ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return magic + [isShort ? 1 : 2, 0] + lengthBytes + Array(text.utf8)
            + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    }
}
