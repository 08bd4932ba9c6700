/// Writes the kinds of PNG that the library doesn't write, uncompressed, for testing the reader.
struct PNGMaker {
    enum Colour: UInt8, CaseIterable {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgba = 6

        var channels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][Int(rawValue)]! }
    }

    var width: Int
    var height: Int
    var bitDepth = 8
    var colour = Colour.grey
    var isInterlaced = false
    /// `[height, width, channels]`
    var samples: [Int]
    /// Chunks between IHDR and IDAT, in order: PLTE, tRNS, gAMA and so on.
    var chunks: [(type: String, data: [UInt8])] = []

    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    var bytes: [UInt8] {
        let header =
            Self.bigEndian(width) + Self.bigEndian(height)
            + [UInt8(bitDepth), colour.rawValue, 0, 0, isInterlaced ? 1 : 0]
        var bytes = Self.signature + Self.chunk("IHDR", header)
        for (type, data) in chunks { bytes += Self.chunk(type, data) }
        return bytes + Self.chunk("IDAT", Self.zlib(scanlines)) + Self.chunk("IEND", [])
    }

    /// The passes of Adam7, or one pass of all pixels.
    private var scanlines: [UInt8] {
        let adam7 = [
            (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
        ]
        var bytes: [UInt8] = []
        for (x, y, stepX, stepY) in isInterlaced ? adam7 : [(0, 0, 1, 1)] where x < width {
            for row in stride(from: y, to: height, by: stepY) {
                let columns = stride(from: x, to: width, by: stepX)
                bytes += [0] + packed(columns.flatMap { column in pixel(column, row) })
            }
        }
        return bytes
    }

    private func pixel(_ x: Int, _ y: Int) -> ArraySlice<Int> {
        let start = (y * width + x) * colour.channels
        return samples[start..<(start + colour.channels)]
    }

    private func packed(_ row: [Int]) -> [UInt8] {
        if bitDepth == 16 { return row.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
        let perByte = 8 / bitDepth
        return stride(from: 0, to: row.count, by: perByte).map { start in
            (0..<perByte).reduce(UInt8(0)) { byte, offset in
                let sample = start + offset < row.count ? row[start + offset] : 0
                return byte << UInt8(bitDepth % 8) | UInt8(sample)
            }
        }
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return bigEndian(data.count) + body + bigEndian(Int(crc(body)))
    }

    static func bigEndian(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }

    /// A zlib stream of stored blocks.
    static func zlib(_ data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, data.count)
            let length = UInt16(end - start)
            bytes.append(end == data.count ? 1 : 0)
            for word in [length, ~length] { bytes += [UInt8(word & 255), UInt8(word >> 8)] }
            bytes += data[start..<end]
            start = end
        } while start < data.count
        var low = 1
        var high = 0
        for byte in data {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return bytes + bigEndian(high << 16 | low)
    }

    static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        return ~crc
    }
}

extension PNGMaker {
    /// The chunks of a file, in order.
    static func chunks(of bytes: [UInt8]) -> [(type: String, data: [UInt8])] {
        var chunks: [(type: String, data: [UInt8])] = []
        var offset = 8
        while offset + 12 <= bytes.count {
            let length = bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: bytes[(offset + 4)..<(offset + 8)], as: UTF8.self)
            chunks.append((type, Array(bytes[(offset + 8)..<(offset + 8 + length)])))
            offset += length + 12
        }
        return chunks
    }
}
