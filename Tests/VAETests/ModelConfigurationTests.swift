import GreyImages
import Testing

@testable import VAE

@Suite struct ModelConfigurationTests {
    private func error(_ change: (inout ModelConfiguration) -> Void) -> String? {
        var configuration = Tiny.conv
        change(&configuration)
        do {
            _ = try VariationalAutoencoder(configuration)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Messages name what is wrong and what would be right.
    @Test func invalidShapesAreRefusedByName() {
        #expect(error { $0.latentCount = 0 } == "the number of latents must be within 1...65536, and is 0")
        #expect(error { $0.latentCount = .max }?.hasSuffix("and is 9223372036854775807") == true)
        #expect(error { $0.imageSize.width = -4 } == "the image width must be within 1...8192, and is -4")
        #expect(error { $0.imageSize.height = 8193 } == "the image height must be within 1...8192, and is 8193")
        #expect(
            error { $0.architecture = .mlp(hidden: [3, 1_000_000_000]) }
                == "the number of hidden units must be within 1...65536, and is 1000000000")
        #expect(
            error { $0.architecture = .mlp(hidden: []) }
                == "the number of hidden layers must be within 1...16, and is 0")
        #expect(
            error { $0.architecture = .conv(channels: [], hidden: 4) }
                == "the number of convolutions must be within 1...12, and is 0")
        #expect(
            error { $0.architecture = .conv(channels: [4, -1], hidden: 4) }
                == "the number of channels must be within 1...4096, and is -1")
        #expect(
            error { $0.architecture = .conv(channels: [1, 1, 1, 1], hidden: 4) }
                == "4 convolutions halve 7x5 images below one pixel")
        #expect(error { $0.binarization = .dynamic }?.contains("bernoulli likelihood") == true)
        #expect(error { _ in } == nil)
    }

    /// The largest valid shapes can be laid out without memory for them and without overflow.
    @Test func theLargestShapesAreOnlyLaidOut() throws {
        var configuration = Tiny.mlp
        configuration.imageSize = ImageSize(width: 8192, height: 8192)
        configuration.latentCount = 65_536
        configuration.architecture = .mlp(hidden: [Int](repeating: 65_536, count: 16))
        #expect(try VariationalAutoencoder(configuration).layout.parameterCount > 1 << 42)
        configuration.architecture = .conv(channels: [4096], hidden: 65_536)
        #expect(try VariationalAutoencoder(configuration).layout.parameterCount > 1 << 50)
    }

    /// Names are checked by their bytes: a slash before a combining mark is another character to Swift.
    @Test(arguments: [
        ("", "it is empty"), (".", "it stands for another folder"), ("..", "it stands for another folder"),
        ("/", "it holds a slash"), ("../\u{301}evil", "it holds a slash"), ("a\0b", "it holds a null byte"),
        (String(repeating: "é", count: 128), "it is 256 bytes long, and a folder's name at most 255"),
    ])
    func classesAreFoldersNames(name: String, fault: String) {
        #expect(error { $0.classNames = ["a", name] }?.hasSuffix(fault) == true)
        #expect(throws: ConfigurationError.self) { try FlowConfiguration(classNames: [name]).validate() }
        for possible in ["...", " ", "a b", "..a", "\u{1b}", String(repeating: "é", count: 127)] {
            #expect(error { $0.classNames = ["a", possible] } == nil)
        }
        #expect(error { $0.classNames = ["e\u{301}", "a", "\u{e9}"] }?.contains("is named twice") == true)
    }

    /// Names are compared by look-up: anything slower takes minutes.
    @Test func veryManyClassesAreCheckedQuickly() {
        #expect(error { $0.classNames = (0..<200_000).map { "class \($0)" } } == nil)
    }
}
