/// A parser for the subset of Python in the headers of `.npy` files.
struct NumpyHeaderScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    /// Parses a dictionary of known keys.
    ///
    /// - Returns: The sorted keys; nil if the text is anything else.
    mutating func parseDictionary(into header: inout NumpyHeader) -> [String]? {
        var keys: [String] = []
        guard skip("{") else { return nil }
        while !skip("}") {
            guard let key = parseString(), skip(":"), !keys.contains(key) else { return nil }
            keys.append(key)
            switch key {
            case "descr":
                guard let descr = parseString() ?? parseNested() else { return nil }
                header.descr = descr
            case "fortran_order":
                guard let flag = parseFlag() else { return nil }
                header.isFortranOrder = flag
            case "shape":
                guard let shape = parseShape() else { return nil }
                header.shape = shape
            default:
                return nil
            }
            guard skip(",") || rest.first == UInt8(ascii: "}") else { return nil }
        }
        skipSpace()
        return rest.isEmpty ? keys.sorted() : nil
    }

    private mutating func parseString() -> String? {
        skipSpace()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
            let end = rest.dropFirst().firstIndex(of: quote)
        else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    }

    /// Parses the list of fields of a structured array as text, which the error then names.
    private mutating func parseNested() -> String? {
        guard rest.first == UInt8(ascii: "[") else { return nil }
        var depth = 0
        for index in rest.indices {
            if rest[index] == UInt8(ascii: "[") { depth += 1 }
            if rest[index] == UInt8(ascii: "]") { depth -= 1 }
            if depth > 0 { continue }
            defer { rest = rest[(index + 1)...] }
            return String(decoding: rest[...index], as: UTF8.self)
        }
        return nil
    }

    private mutating func parseFlag() -> Bool? {
        if skip("True") { return true }
        return skip("False") ? false : nil
    }

    private mutating func parseShape() -> [Int]? {
        guard skip("(") else { return nil }
        var shape: [Int] = []
        while !skip(")") {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let dimension = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
            shape.append(dimension)
            rest = rest[digits.endIndex...]
            // Python 2 wrote an L after long integers.
            if rest.first == UInt8(ascii: "L") { rest.removeFirst() }
            guard skip(",") || rest.first == UInt8(ascii: ")") else { return nil }
            skipSpace()
        }
        return shape
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        skipSpace()
        let bytes = word.withUTF8Buffer { Array($0) }
        guard rest.starts(with: bytes) else { return false }
        rest.removeFirst(bytes.count)
        return true
    }

    private mutating func skipSpace() {
        while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { rest.removeFirst() }
    }
}
