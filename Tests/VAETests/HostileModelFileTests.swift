import Foundation
import Kernels
import Testing

@testable import VAE

/// Tests of files that were cut, changed or made up. Each is refused with a message, and none takes more memory than
/// its size.
@Suite struct HostileModelFileTests {
    @Test func aFileCutAnywhereIsRefused() throws {
        let bytes = try fileBytes(Tiny.model(Tiny.binary))
        for length in bytes.indices where length < 4000 || length % 64 == 0 || bytes.count - length < 64 {
            let message = refusal(Array(bytes[..<length]))
            #expect(message?.hasPrefix("odd.safetensors: ") == true, "cut to \(length) bytes")
        }
        expectRefusal(bytes + [0], saying: "1 bytes belong to no array")
    }

    /// A file with one changed byte is refused, or is another valid file.
    @Test func everyHeaderByteMayBeFlipped() throws {
        var bytes = try fileBytes(Tiny.model(Tiny.binary))
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        for index in 0..<8 + length {
            let byte = bytes[index]
            for flipped in [byte ^ 1, byte ^ 0x10, byte ^ 0x80, UInt8(ascii: "9"), UInt8(ascii: "\"")]
            where flipped != byte {
                bytes[index] = flipped
                if let message = refusal(bytes) { #expect(message.hasPrefix("odd.safetensors: ")) }
            }
            bytes[index] = byte
        }
    }

    @Test func otherFilesAreRefused() {
        expectRefusal([], saying: "it ends before its header's length")
        expectRefusal([1, 2, 3], saying: "it ends before its header's length")
        expectRefusal([0, 0, 0, 0, 0, 0, 0, 0x80], saying: "is not a Grisaille model")
        expectRefusal([UInt8](repeating: 0xff, count: 64), saying: "is not a Grisaille model")
        expectRefusal([100, 0, 0, 0, 0, 0, 0, 0, 0x7b], saying: "it ends within its header")
        expectRefusal(safeTensors(header: ""), saying: "is not a Grisaille model")
        expectRefusal(safeTensors(header: "{"), saying: "is not a Grisaille model")
        expectRefusal(safeTensors(header: "{}"), saying: "is not a Grisaille model")
        expectRefusal(safeTensors(header: "[1,2]"), saying: "is not a Grisaille model")
        expectRefusal(safeTensors(header: "null"), saying: "is not a Grisaille model")
        var random = SystemRandomNumberGenerator()
        for count in [8, 9, 100, 10_000] {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(refusal(noise) != nil)
            // The noise follows a plausible header length.
            #expect(refusal([UInt8(min(count, 200)), 0, 0, 0, 0, 0, 0, 0] + noise) != nil)
        }
    }

    @Test(arguments: [600, 100_000, 4_000_000])
    func deeplyNestedHeadersAreRefused(depth: Int) {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
            expectRefusal(safeTensors(header: nested), saying: "is not a Grisaille model")
            let within = "{\"a\":{\"dtype\":\"F32\",\"shape\":\(nested),\"data_offsets\":[0,0]}}"
            expectRefusal(safeTensors(header: within), saying: "is not a Grisaille model")
        }
    }

    /// Entries of a made-up array are refused. Consistent ones are left to the model's own checks.
    @Test(arguments: [
        ("F32", "[1]", "[0,8]", "the shape of ‘a’ doesn't fit its length"),
        ("F32", "[2]", "[4,12]", "the array ‘a’ lies outside the file"),
        ("F32", "[2]", "[8,0]", "the array ‘a’ lies outside the file"),
        ("F32", "[2]", "[-8,0]", "the array ‘a’ lies outside the file"),
        ("F32", "[2]", "[0,8,16]", "the array ‘a’ lies outside the file"),
        ("F32", "[2]", "[]", "the array ‘a’ lies outside the file"),
        ("F32", "[1]", "[4,8]", "overlaps another, or leaves a gap"),
        ("F32", "[1]", "[0,4]", "4 bytes belong to no array"),
        ("F32", "[9223372036854775807]", "[0,8]", "the shape of ‘a’ is impossible"),
        ("F32", "[4611686018427387904,4]", "[0,8]", "the shape of ‘a’ is impossible"),
        ("F32", "[-1,-2]", "[0,8]", "the shape of ‘a’ is impossible"),
        ("F32", "[2]", "[0,9223372036854775807]", "the array ‘a’ lies outside the file"),
        ("F32", "[1000000000,1000000000]", "[0,4000000000000000000]", "lies outside the file"),
        ("F4", "[4]", "[0,8]", "the array ‘a’ holds F4 values, where a model's are F32 or F16"),
        // Models of other programs are not reported as damaged models of this one.
        ("BF16", "[4]", "[0,8]", "is not a Grisaille model"),
        ("F64", "[1]", "[0,8]", "is not a Grisaille model"),
        ("F32", "[2.5]", "[0,8]", "is not a Grisaille model"),
        ("F32", "[1e300]", "[0,8]", "is not a Grisaille model"),
        ("F32", "2", "[0,8]", "is not a Grisaille model"),
    ])
    func impossibleEntriesAreRefused(dtype: String, shape: String, offsets: String, words: String) {
        let header = "{\"a\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
        expectRefusal(safeTensors(header: header, data: [UInt8](repeating: 0, count: 8)), saying: words)
    }

    @Test func overlapsAndDuplicatesAreRefused() {
        let entry = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}"
        let second = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}"
        expectRefusal(
            safeTensors(header: "{\"a\":\(entry),\"b\":\(entry)}", data: [0, 0, 0, 0]), saying: "overlaps another")
        // If a name occurs twice, one entry is lost, and the file's bytes are no longer accounted for.
        let message = refusal(
            safeTensors(header: "{\"a\":\(entry),\"a\":\(second)}", data: [UInt8](repeating: 0, count: 8)))
        #expect(message?.hasPrefix("odd.safetensors: ") == true)
    }
}
