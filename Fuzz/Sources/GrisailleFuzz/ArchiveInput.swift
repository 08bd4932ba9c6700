import CPNG
@testable import GreyImages

/// Fuzzes `.npz` archives. An array that is read, written and read again must be the same.
enum ArchiveInput: FuzzInput {
    static func check(_ bytes: [UInt8]) {
        let path = MemoryFile.write(bytes, named: "a.npz")
        if let array = try? NumpyArray(contentsOf: path) { ArrayInput.checkWriting(of: array) }
        if let array = try? NumpyArray(contentsOf: path + ":x") { ArrayInput.checkWriting(of: array) }
        ArrayInput.checkImages(path)
    }

    private static func number(_ size: Int, at place: Int, of bytes: [UInt8]) -> Int {
        (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// Corrects the checksum of every stored entry in the directory.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var place = 0
        while place + 46 <= bytes.count {
            guard bytes[place...].starts(with: "PK\u{1}\u{2}".utf8) else {
                place += 1
                continue
            }
            let (method, size) = (number(2, at: place + 10, of: bytes), number(4, at: place + 20, of: bytes))
            let header = number(4, at: place + 42, of: bytes)
            if method == 0, header + 30 <= bytes.count {
                let start =
                    header + 30 + number(2, at: header + 26, of: bytes) + number(2, at: header + 28, of: bytes)
                if start + size <= bytes.count {
                    let checksum = bytes[start..<(start + size)].withUnsafeBufferPointer {
                        CPNGChecksum($0.baseAddress, $0.count)
                    }
                    for index in 0..<4 {
                        bytes[place + 16 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index))
                    }
                }
            }
            place += 46
        }
        return bytes
    }
}
