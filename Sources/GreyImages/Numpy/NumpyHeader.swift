/// The text in the header of an `.npy` file: a Python dictionary with three keys.
struct NumpyHeader: Equatable {
    var descr = ""
    var isFortranOrder = false
    var shape: [Int] = []

    /// The number of digits for which NumPy leaves room in the first dimension.
    private static let dimensionDigits = 21

    init(descr: String, shape: [Int]) {
        self.descr = descr
        self.shape = shape
    }

    /// Parses the text of a header.
    ///
    /// - Returns: nil if the text isn't such a dictionary. A `descr` that isn't a string is returned as its text.
    init?(parsing text: ArraySlice<UInt8>) {
        var scanner = NumpyHeaderScanner(text)
        guard let keys = scanner.parseDictionary(into: &self), keys == ["descr", "fortran_order", "shape"] else {
            return nil
        }
    }

    /// The magic bytes, version, length and dictionary, padded to a multiple of 64 bytes as in NumPy.
    var bytes: [UInt8] {
        let dimensions = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(dimensions)), }"
        if let first = shape.first {
            text += String(repeating: " ", count: max(0, Self.dimensionDigits - String(first).count))
        }
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        // Version 1.0 stores the length in two bytes, version 2.0 in four.
        let isShort = text.utf8.count + 1 + 64 <= Int(UInt16.max)
        let prefix = magic.count + 2 + (isShort ? 2 : 4)
        let padding = 64 - (prefix + text.utf8.count + 1) % 64
        let length = text.utf8.count + padding + 1
        let lengthBytes = (0..<(isShort ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return magic + [isShort ? 1 : 2, 0] + lengthBytes + Array(text.utf8)
            + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    }
}
