import Foundation
import Testing

@testable import GreyImages

@Suite struct LevelWindowTests {
    @Test(arguments: [("0:4095", 0, 4095), ("-1000:400", -1000, 400), ("-0.5:1e-3", -0.5, 0.001), ("+3:4", 3, 4)])
    func windowsAreReadFromText(_ text: String, _ minimum: Double, _ maximum: Double) throws {
        let window = try #require(LevelWindow(text))
        #expect(window == LevelWindow(minimum: minimum, maximum: maximum))
        #expect(LevelWindow(window.description) == window)
    }

    @Test(arguments: [
        "", ":", "1", "1:", ":1", "1:2:3", "2:1", "1:1", "a:b", "nan:1", "0:inf", "0 : 1", "-1e308:1e308",
    ])
    func otherTextIsNoWindow(_ text: String) { #expect(LevelWindow(text) == nil) }

    @Test func valuesAreMappedLinearlyAndClipped() throws {
        let window = try #require(LevelWindow("-1000:1000"))
        let values = [-1e300, -1000, -999, 0, 996.1, 1000, 1001, Double.infinity, .nan]
        #expect(values.map { window.level(of: $0, bitDepth: .eight) } == [0, 0, 0, 128, 255, 255, 255, 255, 0])
        #expect(window.level(of: 0, bitDepth: .sixteen) == 32_768)
        #expect([-1000, 1000, -1001, Double.nan].map(window.contains) == [true, true, false, false])
    }

    @Test func twelveBitsUseAllLevelsOfEight() throws {
        let window = try #require(LevelWindow("0:4095"))
        #expect(Set((0...4095).map { window.level(of: Double($0), bitDepth: .eight) }).count == 256)
    }

    @Test func aDepthsOwnRangeChangesNothing() throws {
        for depth in BitDepth.allCases {
            let window = try #require(LevelWindow(minimum: 0, maximum: Double(depth.maximumLevel)))
            #expect((0...depth.maximumLevel).allSatisfy { Int(window.level(of: Double($0), bitDepth: depth)) == $0 })
        }
    }

    @Test func onlyWhatIsAskedForIsWritten() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        func text(_ preparation: ImagePreparation) throws -> String {
            String(decoding: try encoder.encode(preparation), as: UTF8.self)
        }
        #expect(try text(.init(fit: .crop)) == "{}")
        let full = ImagePreparation(
            size: .init(width: 4, height: 3), fit: .crop, bitDepth: .eight, levels: .init("-5:9"), convertToGrey: true)
        #expect(
            try text(full) == """
                {"bitDepth":8,"convertToGrey":true,"fit":"crop","levels":{"maximum":9,"minimum":-5},\
                "size":{"height":3,"width":4}}
                """)
        #expect(try JSONDecoder().decode(ImagePreparation.self, from: Data(text(full).utf8)) == full)
    }

    @Test(arguments: [
        #"{"levels":{"minimum":5,"maximum":5}}"#, #"{"levels":{"minimum":0}}"#, #"{"size":{"width":0,"height":4}}"#,
        #"{"size":{"width":9000,"height":4}}"#, #"{"bitDepth":12}"#, #"{"fit":"bend"}"#,
    ])
    func aFileMayHoldAnything(_ text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ImagePreparation.self, from: Data(text.utf8)) }
    }
}
