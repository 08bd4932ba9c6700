import Foundation
import Kernels
import Testing

@testable import VAE

/// Tests of well-formed files whose contents differ from the model that they claim to hold.
@Suite struct ForeignModelFileTests {
    private func edited(_ change: (inout EditableFile) throws -> Void) throws -> [UInt8] {
        var file = try EditableFile(Tiny.model(Tiny.mlp))
        try change(&file)
        return try file.bytes
    }

    @Test func anUnchangedFileIsRead() throws {
        #expect(refusal(try edited { _ in }) == nil)
    }

    @Test func metadataMustBeThisProgramsOwn() throws {
        expectRefusal(try edited { $0.header["__metadata__"] = nil }, saying: "is not a Grisaille model")
        expectRefusal(try edited { $0.header["__metadata__"] = [1] }, saying: "is not a Grisaille model")
        expectRefusal(try edited { $0.metadata["format"] = nil }, saying: "is not a Grisaille model")
        expectRefusal(try edited { $0.metadata["format"] = "grisaille-training" }, saying: "not a model")
        expectRefusal(try edited { $0.metadata["format_version"] = "2" }, saying: "has format version 2")
        expectRefusal(try edited { $0.metadata["format_version"] = "999999999999" }, saying: "update it")
        for version in ["", "one", "0", "-1", "1e3", "99999999999999999999"] {
            expectRefusal(try edited { $0.metadata["format_version"] = version }, saying: "format version is not")
        }
        for key in ["configuration", "training"] {
            expectRefusal(try edited { $0.metadata[key] = nil }, saying: "its metadata has no ‘\(key)’")
            for text in ["", "{}", "null", "[[[[", String(repeating: "[", count: 200_000)] {
                expectRefusal(
                    try edited { $0.metadata[key] = text }, saying: "the ‘\(key)’ in its metadata can't be understood")
            }
        }
    }

    /// Shapes are checked before memory is allocated: none of these would fit into it.
    @Test(arguments: [
        ("\"latentCount\":3", "\"latentCount\":65536", "has the shape"),
        ("\"latentCount\":3", "\"latentCount\":1000000000", "impossible: the number of latents must"),
        ("\"latentCount\":3", "\"latentCount\":-3", "impossible: the number of latents must"),
        ("\"hidden\":[6,5]", "\"hidden\":[65536,65536]", "has the shape"),
        ("\"hidden\":[6,5]", "\"hidden\":[1000000000]", "impossible: the number of hidden units must"),
        ("\"hidden\":[6,5]", "\"hidden\":[9223372036854775808]", "can't be understood"),
        ("\"hidden\":[6,5]", "\"hidden\":[]", "impossible: the number of hidden layers must"),
        ("\"width\":5", "\"width\":8192", "has the shape"),
        ("\"width\":5", "\"width\":9223372036854775807", "its configuration is impossible: the image width"),
        ("\"bitDepth\":8", "\"bitDepth\":12", "can't be understood"),
        ("\"mlp\"", "\"rnn\"", "can't be understood"),
        ("\"likelihood\":\"bernoulli\"", "\"likelihood\":\"logistic\"", "has the shape"),
    ])
    func configurationsOfOtherModelsAreRefused(text: String, other: String, words: String) throws {
        expectRefusal(
            try edited { file in
                let configuration = try #require(file.metadata["configuration"])
                #expect(configuration.contains(text))
                file.metadata["configuration"] = configuration.replacing(text, with: other)
            }, saying: words)
    }

    @Test func arraysMustBeTheModels() throws {
        let name = "decoder.output.bias"
        expectRefusal(
            try edited {
                $0.header["other"] = ["dtype": "F32", "shape": [0], "data_offsets": [0, 0]] as [String: Any]
            },
            saying: "the array ‘other’ belongs to no part of the model")
        expectRefusal(
            try edited {
                $0.header[name] = nil
                $0.data.removeLast(60)
            }, saying: "the array ‘\(name)’ is missing")
        expectRefusal(
            try edited {
                $0.header["decoder.output.bios"] = $0.header[name]
                $0.header[name] = nil
            }, saying: "the array ‘decoder.output.bios’ belongs to no part of the model")
        expectRefusal(
            try edited { $0.change(name, "shape", to: [3, 5]) },
            saying: "the array ‘\(name)’ has the shape [3, 5], not [15]")
        expectRefusal(
            try edited { $0.change(name, "dtype", to: "I32") }, saying: "the array ‘\(name)’ holds I32 values")
    }

    /// A file that another program converted is whole, but its element type is not supported.
    @Test(arguments: [("BF16", 2), ("F64", 8), ("I64", 8)])
    func otherElementTypesAreNamed(dtype: String, width: Int) throws {
        let name = "decoder.output.bias"
        let bytes = try edited { file in
            file.data.removeLast(60)
            file.change(name, "dtype", to: dtype)
            let start = file.data.count
            file.data += [UInt8](repeating: 0, count: 15 * width)
            file.change(name, "data_offsets", to: [start, file.data.count])
        }
        let message = refusal(bytes)
        #expect(message?.contains("holds \(dtype) values, where a model's are F32 or F16; convert it to F32") == true)
        #expect(message?.contains("damaged") == false)
    }

    @Test func aGitPointerIsNamed() {
        expectRefusal(
            Array("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n".utf8),
            saying: "is a Git LFS pointer")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func parametersMustBeNumbers(value: Float) throws {
        expectRefusal(
            try edited { $0.data.replaceSubrange(($0.data.count - 4)..., with: Buffer([value]).littleEndianBytes) },
            saying: "the array ‘decoder.output.bias’ holds a value that is not finite")
    }

    /// A file of a few kilobytes that claims to be terabytes allocates no memory.
    @Test func aSmallFileThatClaimsGiantArraysTakesNoMemory() throws {
        let before = peakMemory()
        for hidden in ["[65536,65536]", "[65536,65536,65536,65536]"] {
            let bytes = try edited { file in
                file.metadata["configuration"] = file.metadata["configuration"]!.replacing("[6,5]", with: hidden)
            }
            #expect(bytes.count < 10_000)
            #expect(refusal(bytes) != nil)
        }
        // 65,536² parameters would take 17 GB. Other tests in this process take some memory too.
        #expect(peakMemory() - before < 4_000_000_000)
    }

    /// The maximum memory that the process has held so far, in bytes.
    private func peakMemory() -> Int {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #endif
    }
}
