@testable import GreyImages

/// Fuzzes `.npy` arrays. An array that is read, written and read again must be the same, and images from it must be valid.
enum ArrayInput: FuzzInput {
    static func check(_ bytes: [UInt8]) {
        guard let array = try? NumpyArray(bytes: bytes, path: "fuzz.npy") else { return }
        checkWriting(of: array)
        checkImages(MemoryFile.write(bytes, named: "a.npy"))
    }

    static func checkWriting(of array: NumpyArray) {
        precondition(array.shape.reduce(1, *) == array.elements.count, "one element a place")
        let written = array.bytes()
        guard let again = try? NumpyArray(bytes: written, path: "written.npy") else {
            fatalError("an array that was written can't be read")
        }
        // By bytes, as NaN isn't equal to itself.
        precondition(again.bytes() == written, "an array that was written reads the same")
    }

    static func checkImages(_ path: String) {
        for preparation in [
            ImagePreparation(), .init(size: .init(width: 3, height: 2), bitDepth: .sixteen, convertToGrey: true),
            .init(bitDepth: .eight, levels: .init(minimum: -1, maximum: 1), convertToGrey: true),
        ] {
            for measuresLevels in [false, true] {
                let options = ImageReadingOptions(
                    preparation: preparation, measuresLevels: measuresLevels, pixelLimit: 1 << 20, threads: 1)
                guard let dataset = try? ImageDataset.read(path, options: options).dataset else { continue }
                precondition(dataset.count > 0 && dataset.size.pixelCount > 0, "a data set holds images")
                _ = dataset.image(at: dataset.count - 1)
            }
        }
    }

    /// Corrects the length of the header.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 10, let end = bytes[10...].firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
        var bytes = bytes
        bytes.replaceSubrange(..<7, with: [0x93] + Array("NUMPY".utf8) + [1])
        let length = end + 1 - 10
        bytes[8] = UInt8(truncatingIfNeeded: length)
        bytes[9] = UInt8(truncatingIfNeeded: length >> 8)
        return bytes
    }
}
