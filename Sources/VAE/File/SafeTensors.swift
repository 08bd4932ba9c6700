import GreyImages
import Kernels

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A `.safetensors` file of 32-bit or 16-bit floats in memory: eight bytes with the length of the header, a JSON header with
/// names, shapes and offsets, then the arrays, one after the other.
///
/// Files may be hostile: every length, offset and shape is checked against the file's bytes before it is used.
package struct SafeTensors: Sendable {
    /// Text values by key.
    package let metadata: [String: String]
    private let entries: [String: Entry]
    private let bytes: [UInt8]
    private let dataStart: Int
    private let path: String

    /// The maximum length of the header, in bytes; real models have a few kilobytes.
    private static let headerLimit = 16 << 20
    /// The maximum length of a file, in bytes.
    private static let fileLimit = 8 << 30

    struct Entry: Codable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]

        /// The precision of the floats; nil for types that are not read here.
        var precision: FloatPrecision? { FloatPrecision(rawValue: dtype) }

        /// The number of bytes per value; nil for unknown types.
        var width: Int? {
            switch dtype {
            case "BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2", "F8_E8M0": 1
            case "U16", "I16", "F16", "BF16": 2
            case "U32", "I32", "F32": 4
            case "U64", "I64", "F64", "C64": 8
            default: nil
            }
        }
    }

    /// - Throws: `FileError`, or a `ModelFileError` that says what is wrong with the file.
    package init(contentsOf path: String) throws {
        try self.init(bytes: FileBytes.read(path, limit: Self.fileLimit), path: path)
    }

    /// - Parameter path: The path for error messages.
    package init(bytes: [UInt8], path: String) throws(ModelFileError) {
        if GitPointer.isPointer(bytes) { throw .gitPointer(path) }
        guard bytes.count >= 8 else { throw .damaged(path, "it ends before its header's length") }
        let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) }
        guard length <= UInt64(Self.headerLimit) else { throw .notAModel(path) }
        guard Int(length) <= bytes.count - 8 else { throw .damaged(path, "it ends within its header") }
        dataStart = 8 + Int(length)
        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<dataStart]))
        } catch {
            throw .notAModel(path)
        }
        try Self.check(header.entries, dataCount: bytes.count - dataStart, path: path)
        metadata = header.metadata
        entries = header.entries
        self.bytes = bytes
        self.path = path
    }

    /// The names of the arrays.
    package var names: Set<String> { Set(entries.keys) }

    /// Copies an array into a buffer with the same count.
    ///
    /// - Throws: `ModelFileError` where the array is missing, has another shape or holds a value that is not finite.
    package func read(_ name: String, shape: [Int], into buffer: Buffer) throws(ModelFileError) {
        let offsets = try checkShape(of: name, shape)
        let data = bytes[dataStart + offsets[0]..<dataStart + offsets[1]]
        switch entries[name]?.precision {
        case .half: buffer.copy(fromHalfPrecision: data)
        case .single, nil: buffer.copy(fromLittleEndian: data)
        }
        guard buffer.isFinite else { throw .damaged(path, "the array ‘\(name)’ holds a value that is not finite") }
    }

    /// Checks that there is an array of floats with that name and shape, before memory is taken for it.
    @discardableResult
    package func checkShape(of name: String, _ shape: [Int]) throws(ModelFileError) -> [Int] {
        guard let entry = entries[name] else { throw .damaged(path, "the array ‘\(name)’ is missing") }
        guard entry.precision != nil else { throw .elementType(path, array: name, found: entry.dtype) }
        guard entry.shape == shape else {
            throw .damaged(path, "the array ‘\(name)’ has the shape \(entry.shape), not \(shape)")
        }
        return entry.data_offsets
    }

    /// Writes a file atomically.
    ///
    /// - Parameters:
    ///   - arrays: The arrays in their order in the file.
    ///   - other: A file whose permissions a new file gets, where it exists.
    package static func write(
        _ arrays: [(name: String, shape: [Int], values: Buffer)], precision: FloatPrecision = .single,
        metadata: [String: String], to path: String, permissionsOf other: String? = nil
    ) throws {
        var entries: [String: Entry] = [:]
        var offset = 0
        for array in arrays {
            let end = offset + precision.bytes * array.values.count
            entries[array.name] = Entry(dtype: precision.rawValue, shape: array.shape, data_offsets: [offset, end])
            offset = end
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header = [UInt8](try encoder.encode(Header(metadata: metadata, entries: entries)))
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        try AtomicFile.write(to: path, permissionsOf: other) { writer throws(FileError) in
            try writer.append(length)
            try writer.append(header)
            for array in arrays {
                switch precision {
                case .single: try writer.append(array.values.littleEndianBytes)
                case .half: try writer.append(array.values.halfPrecisionBytes)
                }
            }
        }
    }

    /// Checks that the arrays fill the data exactly.
    private static func check(
        _ entries: [String: Entry], dataCount: Int, path: String
    ) throws(ModelFileError) {
        for (name, entry) in entries {
            guard let width = entry.width else {
                throw .elementType(path, array: name, found: entry.dtype)
            }
            var count = width
            for side in entry.shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: side)
                guard side >= 0, !overflow else { throw .damaged(path, "the shape of ‘\(name)’ is impossible") }
                count = product
            }
            let offsets = entry.data_offsets
            guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= dataCount else {
                throw .damaged(path, "the array ‘\(name)’ lies outside the file, or the file is truncated")
            }
            guard offsets[1] - offsets[0] == count else {
                throw .damaged(path, "the shape of ‘\(name)’ doesn't fit its length")
            }
        }
        var end = 0
        // Where two arrays start at the same place, the empty one comes first.
        let inOrder = entries.sorted { $0.value.data_offsets.lexicographicallyPrecedes($1.value.data_offsets) }
        for (name, entry) in inOrder {
            guard entry.data_offsets[0] == end else {
                throw .damaged(path, "the array ‘\(name)’ overlaps another, or leaves a gap")
            }
            end = entry.data_offsets[1]
        }
        guard end == dataCount else { throw .damaged(path, "\(dataCount - end) bytes belong to no array") }
    }
}

extension SafeTensors {
    /// The JSON header: an object with the arrays by name, and `__metadata__`.
    private struct Header: Codable {
        var metadata: [String: String]
        var entries: [String: Entry]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
            static let metadata = Key(stringValue: "__metadata__")
        }

        init(metadata: [String: String], entries: [String: Entry]) {
            self.metadata = metadata
            self.entries = entries
        }

        init(from decoder: any Swift.Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            metadata = try values.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
            entries = [:]
            for key in values.allKeys where key.stringValue != Key.metadata.stringValue {
                entries[key.stringValue] = try values.decode(Entry.self, forKey: key)
            }
        }

        func encode(to encoder: any Swift.Encoder) throws {
            var values = encoder.container(keyedBy: Key.self)
            try values.encode(metadata, forKey: .metadata)
            for (name, entry) in entries { try values.encode(entry, forKey: Key(stringValue: name)) }
        }
    }
}
