import Testing

@testable import GreyImages

@Suite struct NumpyArrayTests {
    private static let examples: [NumpyArray] = [
        NumpyArray(shape: [5], elements: .uint8([0, 1, 2, 254, 255])),
        NumpyArray(shape: [2, 2], elements: .uint16([0, 256, 1, 65_535])),
        NumpyArray(shape: [1, 3], elements: .int32([.min, -1, .max])),
        NumpyArray(shape: [], elements: .int64([-5_000_000_000])),
        NumpyArray(
            shape: [2, 1, 2], elements: .float32([0.5, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude])),
        NumpyArray(shape: [3], elements: .float64([.pi, -0.0, .leastNonzeroMagnitude])),
        NumpyArray(shape: [0, 7], elements: .float64([])),
    ]

    private func read(_ header: String, _ data: [UInt8], version: UInt8 = 1) throws(NumpyError) -> NumpyArray {
        let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(header.utf8.count >> (8 * $0) & 255) }
        return try NumpyArray(
            bytes: NumpyArray.magic + [version, 0] + length + Array(header.utf8) + data, path: "a.npy")
    }

    @Test(arguments: examples)
    func whatIsWrittenIsReadBack(array: NumpyArray) throws {
        #expect(try NumpyArray(bytes: array.bytes(), path: "") == array)
        let folder = try TemporaryFolder()
        try array.write(to: folder.file("a.npy"), synced: false)
        #expect(try NumpyArray(contentsOf: folder.file("a.npy")) == array)
        #expect(try folder.contents == ["a.npy"])
    }

    /// Headers as NumPy 2.4.6 writes them: `np.save(file, np.zeros(shape, dtype))`.
    @Test(arguments: [
        (NumpyArray(shape: [2, 3], elements: .float32(.init(repeating: 0, count: 6))), "<f4", "(2, 3)", 58),
        (NumpyArray(shape: [5], elements: .uint8(.init(repeating: 0, count: 5))), "|u1", "(5,)", 60),
        (NumpyArray(shape: [], elements: .int64([0])), "<i8", "()", 62),
        (
            NumpyArray(shape: [1, 2, 3, 4], elements: .uint16(.init(repeating: 0, count: 24))), "<u2", "(1, 2, 3, 4)",
            52
        ),
        (
            NumpyArray(shape: [12, 64, 64], elements: .int32(.init(repeating: 0, count: 49_152))), "<i4",
            "(12, 64, 64)", 52
        ),
    ])
    func headerIsNumpysOwn(array: NumpyArray, descr: String, shape: String, spaces: Int) {
        let text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
        let padded = text + String(repeating: " ", count: spaces) + "\n"
        #expect(Array(array.bytes().prefix(128)) == NumpyArray.magic + [1, 0, 0x76, 0] + Array(padded.utf8))
    }

    @Test func headersAreAlignedWhateverTheShape() {
        for dimensions in 0...80 {
            let header = NumpyHeader(descr: "<f4", shape: .init(repeating: 1, count: dimensions)).bytes
            #expect(header.count % 64 == 0 && header.last == UInt8(ascii: "\n"))
            #expect(NumpyHeader(parsing: header[10...])?.shape.count == dimensions)
        }
    }

    /// With 36 dimensions the text would end exactly on the boundary. NumPy 2.4.6 still adds 64 spaces.
    @Test func headersThatAreAlignedArePaddedToo() {
        #expect(NumpyHeader(descr: "<f4", shape: .init(repeating: 1, count: 36)).bytes.count == 256)
    }

    @Test func bothByteOrdersAndAllVersions() throws {
        for version: UInt8 in 1...3 {
            let big = "{'descr': '>u2', 'fortran_order': False, 'shape': (2,), }\n"
            #expect(try read(big, [1, 2, 3, 4], version: version).elements == .uint16([0x0102, 0x0304]))
            let little = "{'descr': '<u2', 'fortran_order': False, 'shape': (2,), }\n"
            #expect(try read(little, [1, 2, 3, 4], version: version).elements == .uint16([0x0201, 0x0403]))
        }
        let float = "{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}"
        #expect(try read(float, [0x3f, 0x80, 0, 0]).elements == .float32([1]))
        let double = "{'shape': (1L,), 'fortran_order': False, \"descr\": '>f8'}"
        #expect(try read(double, [0x40, 0, 0, 0, 0, 0, 0, 0]).elements == .float64([2]))
        #expect(try read("{'descr': '>i4', 'fortran_order': False, 'shape': ()}", [0, 0, 1, 0]).integers == [256])
    }

    @Test func fortranOrderIsTurned() throws {
        func fortran(_ shape: String, _ count: UInt8) throws -> NumpyArray {
            try read("{'descr': '|u1', 'fortran_order': True, 'shape': \(shape), }", Array(0..<count))
        }
        // np.asfortranarray(np.arange(12).reshape(...)).ravel("K") is 0, 1, … if the array holds these numbers.
        #expect(try fortran("(2, 2)", 4).elements == .uint8([0, 2, 1, 3]))
        #expect(try fortran("(2, 3, 2)", 12).elements == .uint8([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]))
        #expect(try fortran("(3,)", 3).elements == .uint8([0, 1, 2]))
        #expect(try fortran("(0, 4)", 0).shape == [0, 4])
    }

    /// `np.array(values, type)` for every type, in both byte orders.
    @Test func numbersOfEveryType() throws {
        func elements(_ descr: String, _ bytes: [UInt8]) throws -> NumpyArray.Elements {
            try read("{'descr': '\(descr)', 'fortran_order': False, 'shape': (2,), }", bytes).elements
        }
        #expect(try elements("|b1", [0, 1]) == .bool([false, true]))
        #expect(try elements("|i1", [0xFF, 1]) == .int8([-1, 1]))
        #expect(try elements("<i2", [0, 0xFC, 1, 0]) == .int16([-1024, 1]))
        #expect(try elements(">i2", [0xFC, 0, 0, 1]) == .int16([-1024, 1]))
        #expect(try elements("<u4", [0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0]) == .uint32([.max, 1]))
        #expect(
            try elements(">u8", [UInt8](repeating: 0xFF, count: 8) + [0, 0, 0, 0, 0, 0, 0, 1]) == .uint64([.max, 1]))
        for (array, integers) in [
            (NumpyArray(shape: [2], elements: .uint64([.max, 1])), nil),
            (.init(shape: [1], elements: .float32([0.5])), nil),
            (.init(shape: [2], elements: .float64([-3, 1e3])), [-3, 1000]),
            (.init(shape: [1], elements: .bool([true])), [1]),
        ] as [(NumpyArray, [Int]?)] {
            #expect(array.integers == integers)
        }
    }

    /// np.array([0, -0.0, 1, -2.5, 65504, 2**-24, 2**-14, np.inf, np.nan], np.float16).view(np.uint16)
    @Test func halvesAreFloats() throws {
        let bits: [UInt16] = [0, 0x8000, 0x3C00, 0xC100, 0x7BFF, 1, 0x0400, 0x7C00, 0x7E00]
        let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (9,), }"
        let array = try read(header, bits.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
        guard case .float32(let values) = array.elements else { throw NumpyError.notNumpy(path: "") }
        #expect(values.prefix(8) == [0, -0.0, 1, -2.5, 65_504, 0x1p-24, 0x1p-14, .infinity] && values[8].isNaN)
        #expect(values[1].sign == .minus)
    }

    @Test func aGitPointerIsNamed() {
        let text = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
        #expect(throws: NumpyError.gitPointer(path: "a.npy")) { try NumpyArray(bytes: Array(text.utf8), path: "a.npy") }
    }

    @Test(arguments: ["<f16", "<c8", "|O", "<U5", "|V8", "", "<", "u1", "[('x', '<f4'), ('y', '<f4', (2,))]"])
    func otherTypesAreNamed(descr: String) {
        let quoted = descr.hasPrefix("[") ? descr : "'\(descr)'"
        let error = #expect(throws: NumpyError.self) {
            try read("{'descr': \(quoted), 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0, 0, 0, 0, 0])
        }
        #expect(error?.description.contains("has elements of type \(descr); save ") == true)
    }

    @Test(arguments: [
        "", "{}", "{'descr': '|u1', 'fortran_order': False}", "{'descr': '|u1', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1 2)}", "{'descr': '|u1'", "{'descr': [[[",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)} x",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'more': 1}",
    ])
    func unreadableHeadersAreDamage(header: String) {
        #expect(throws: NumpyError.damaged(path: "a.npy", reason: "its header isn't valid")) {
            try read(header, [1, 2, 3])
        }
    }

    @Test func hugeShapesAreRefusedBeforeMemoryIsTaken() {
        for shape in ["(4611686018427387904, 4)", "(9223372036854775807,)", "(1000000000000,)", "(3, 2)"] {
            #expect(throws: NumpyError.self) {
                try read(
                    "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }", .init(repeating: 0, count: 40))
            }
        }
    }

    @Test(arguments: examples)
    func everyTruncationIsAnError(array: NumpyArray) {
        let bytes = array.bytes()
        for count in bytes.indices {
            #expect(throws: NumpyError.self, "\(count)") { try NumpyArray(bytes: Array(bytes[..<count]), path: "") }
        }
    }

    @Test func aFileIsTakenAsItsBytesAre() throws {
        let folder = try TemporaryFolder()
        let big = Array("{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }\n".utf8)
        let head = NumpyArray.magic + [1, 0, UInt8(big.count), 0] + big
        for bytes in [head + [63, 240] + .init(repeating: 0, count: 14), head + .init(repeating: 1, count: 40)] {
            let path = try folder.write(bytes, to: "a.npy")
            #expect(try NumpyArray(contentsOf: path) == NumpyArray(bytes: bytes, path: path))
        }
        for bytes in [[], [1, 2], NumpyArray.magic, head.dropLast(), head + [1, 2]].map({ Array($0) }) {
            let path = try folder.write(bytes, to: "a.npy")
            let error = #expect(throws: NumpyError.self) { try NumpyArray(contentsOf: path) }
            #expect(throws: try #require(error)) { try NumpyArray(bytes: bytes, path: path) }
        }
    }

    @Test func flippedBitsAndNoiseNeverCrash() {
        let bytes = Self.examples[4].bytes()
        for bit in 0..<(bytes.count * 8) {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            let array = try? NumpyArray(bytes: flipped, path: "")
            #expect(array.map { $0.elements.count == $0.shape.reduce(1, *) } ?? true)
        }
        var random = RandomSource(seed: 4)
        for _ in 0..<200 {
            let noise = (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(throws: NumpyError.self) { try NumpyArray(bytes: noise, path: "") }
            _ = try? NumpyArray(bytes: NumpyArray.magic + [1, 0, 50, 0] + noise, path: "")
        }
    }

    @Test func unknownVersionsAndFilesAreNamed() {
        #expect(throws: NumpyError.notNumpy(path: "b")) { try NumpyArray(bytes: [1, 2], path: "b") }
        #expect(throws: NumpyError.damaged(path: "a.npy", reason: "version 4.0 is unknown")) {
            try read("{}", [], version: 4)
        }
    }
}
