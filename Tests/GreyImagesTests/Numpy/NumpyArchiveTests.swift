import CPNG
import Testing

@testable import GreyImages

/// Valid and malicious archives of arrays.
@Suite struct NumpyArchiveTests {
    private let images = NumpyArray(shape: [2, 1, 3], elements: .uint8([1, 2, 3, 4, 5, 6]))
    private let labels = NumpyArray(shape: [2], elements: .int64([7, 8]))

    private func read(_ archive: [UInt8], _ name: String? = nil) throws -> NumpyArray {
        try NumpyArchive(bytes: archive, path: "a.npz").array(named: name)
    }

    private func error(_ archive: [UInt8], _ name: String? = nil) -> String {
        let error = #expect(throws: NumpyError.self) { try read(archive, name) }
        return error.map { "\($0)" } ?? ""
    }

    @Test func theOnlyArrayIsRead() throws {
        let bytes = images.bytes()
        for isWide in [false, true] {
            let archive = ZipMaker(entries: [("readme.txt", [65]), ("x.npy", bytes)], hasWideSizes: isWide).bytes
            #expect(try read(archive) == images)
            #expect(try read(archive, "x") == images && read(archive, "x.npy") == images)
        }
    }

    /// Python's `zlib.compress(data, wbits=-15)` of the array's bytes.
    @Test func deflatedArraysAreRead() throws {
        let array = NumpyArray(shape: [1, 30, 40], elements: .uint8(.init(repeating: 9, count: 1200)))
        let deflated = Deflated.blocks(of: array.bytes())
        let archive = ZipMaker(entries: [], raw: [("x.npy", deflated, array.bytes())]).bytes
        #expect(try read(archive) == array)
    }

    @Test func ofSeveralArraysOneIsNamedOrOneIsImages() throws {
        let folder = try TemporaryFolder()
        let both = ZipMaker(entries: [("x.npy", images.bytes()), ("y.npy", labels.bytes())]).bytes
        #expect(error(both).contains("holds several arrays: x [2, 1, 3], y [2]; name one, as in a.npz:x"))
        #expect(error(both, "z").contains("no array ‘z’; it holds x, y"))
        let path = try folder.write(both, to: "a.npz")
        let dataset = try ImageDataset.read(path, options: .init(labelsPath: path)).dataset
        #expect(dataset.count == 2 && dataset.classNames == ["7", "8"] && dataset.names == ["a.npz[0]", "a.npz[1]"])
        #expect(try NumpyArray(contentsOf: path + ":y") == labels)
        let named = try ImageDataset.read(path + ":x", options: .init(labelsPath: path + ":y")).dataset
        #expect(named.image(at: 1).samples == [4, 5, 6] && named.labels == [0, 1])
        // A file can have a colon in its name.
        let odd = try folder.write(images.bytes(), to: "b.npz:x")
        #expect(try NumpyArray(contentsOf: odd) == images)
        let two = ZipMaker(entries: [("x.npy", images.bytes()), ("t.npy", images.bytes())]).bytes
        try folder.write(two, to: "a.npz")
        let several = #expect(throws: NumpyError.self) { try ImageDataset.read(path) }
        #expect("\(several!)".contains("name one, as in \(path):x"))
    }

    @Test func archivesWithoutArraysAreNamed() {
        #expect(error(ZipMaker(entries: [("a.png", [1])]).bytes).contains("holds no NumPy array"))
        #expect(error(ZipMaker(entries: []).bytes).contains("holds no NumPy array"))
        #expect(error(ZipMaker(entries: [("x.npy", [1, 2])]).bytes).contains("a.npz:x: isn't a NumPy array"))
    }

    @Test func everyTruncationAndFlippedBitIsAnErrorOrHarmless() {
        let archive = ZipMaker(entries: [("x.npy", images.bytes())], hasWideSizes: true).bytes
        for count in archive.indices { #expect(throws: NumpyError.self) { try read(Array(archive[..<count])) } }
        for bit in 0..<(archive.count * 8) {
            var flipped = archive
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            // Arrays have a checksum. Names, times and attributes don't.
            if let array = try? read(flipped) { #expect(array == images, "bit \(bit)") }
        }
    }

    @Test func sizesBeyondTheFileAreRefusedBeforeMemoryIsTaken() {
        for size in [0x7FFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF] {
            for isDeflated in [false, true] {
                let archive = ZipMaker(entries: [("x.npy", images.bytes())], claimedSize: size, isDeflated: isDeflated)
                #expect(error(archive.bytes).contains("a.npz: is damaged"))
            }
        }
    }
}

/// Deflate streams of stored blocks, which need no compressor.
private enum Deflated {
    static func blocks(of bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count < 1 << 16)
        let (low, high) = (UInt8(truncatingIfNeeded: bytes.count), UInt8(bytes.count >> 8))
        return [1, low, high, ~low, ~high] + bytes
    }
}
