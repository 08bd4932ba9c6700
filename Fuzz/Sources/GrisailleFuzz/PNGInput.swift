import CPNG
@testable import GreyImages

/// Fuzzes PNGs. An image that is read, written and read again must be the same.
enum PNGInput: FuzzInput {
    private static let pixelLimit = 1 << 20

    static func check(_ bytes: [UInt8]) {
        let image = read(bytes, convertToGrey: false)
        let converted = read(bytes, convertToGrey: true)
        if let image { precondition(converted == image, "grey isn't changed by the conversion of colour") }
        guard let converted else { return }
        let written = converted.pngBytes()
        precondition(read(written, convertToGrey: false) == converted, "an image that was written reads the same")
        let half = ImageSize(width: (converted.width + 1) / 2, height: (converted.height + 1) / 2)
        precondition(converted.resized(to: half).size == half, "an image has the size that it is brought to")
    }

    private static func read(_ bytes: [UInt8], convertToGrey: Bool) -> GreyImage? {
        let options = PNGReadingOptions(convertToGrey: convertToGrey, pixelLimit: pixelLimit)
        guard let image = try? GreyImage(pngBytes: bytes, path: "fuzz.png", options: options) else { return nil }
        precondition(image.size.pixelCount <= pixelLimit, "the limit holds")
        precondition(image.samples.count == image.size.pixelCount, "one sample a pixel")
        precondition(image.samples.allSatisfy { $0 <= image.bitDepth.maximumLevel }, "no sample beyond the depth")
        return image
    }

    private static let signatureSize = 8

    /// Corrects the checksum of every chunk.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var place = signatureSize
        while place + 12 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { break }
            let end = place + 8 + length
            let checksum = bytes[(place + 4)..<end].withUnsafeBufferPointer {
                CPNGChecksum($0.baseAddress, $0.count)
            }
            for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * index)) }
            place = end + 4
        }
        return bytes
    }
}
