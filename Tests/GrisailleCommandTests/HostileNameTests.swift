import Foundation
import Grisaille
import Testing

@Suite("Names from files neither lead out of the output folder nor command the terminal")
struct HostileNameTests {
    private static func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.prepareConditional()
        return space
    }

    private static let long = String(repeating: "é", count: 128)

    @Test("A model whose classes can't be folders is refused as damaged, and nothing is made")
    func impossibleClasses() throws {
        let space = try Self.makeSpace()
        let names = [
            "../\\u0301evil", "a/b", "/", "/\\u0301tmp", "..", ".", "", "a\\u0000b", "\\u0000", Self.long, "head",
        ]
        for (index, name) in names.enumerated() {
            try space.writeModel("x\(index)", replacing: [("\"hand\"", "\"\(name)\"")])
        }
        let before = space.contents
        for (index, name) in names.enumerated() {
            for line in ["sample --model x\(index) --output out/s --count 2", "info x\(index)"] {
                let result = try space.run(line)
                #expect(result.status == 65, "\(name): \(line): \(result.errors)")
                #expect(result.errors.contains("x\(index): is damaged"), "\(name): \(result.errors)")
                #expect(space.contents == before, "\(name): \(line)")
            }
        }
    }

    @Test("Classes that would command the terminal are shown in words, and no folder is made for them")
    func controlCharacters() throws {
        let space = try Self.makeSpace()
        let names = ["\\u001b]0;PWNED\\u0007red", "a\\nb", "a\\u0085b", "\\u009b31m", "\\u007f"]
        for (index, name) in names.enumerated() {
            let model = "x\(index)"
            try space.writeModel(model, replacing: [("\"hand\"", "\"\(name)\"")])
            let before = space.contents
            for (line, status) in [
                ("info \(model)", 0), ("info \(model) --json", 0), ("sample --model \(model) --output out", 65),
                ("sample --model \(model) --output out --class none", 65),
            ] as [(String, Int32)] {
                let result = try space.run(line)
                #expect(result.status == status, "\(name): \(line): \(result.errors)")
                expectPlain(result.output + result.errors, line)
                #expect(space.contents == before, "\(name): \(line)")
            }
            if name != "a\\nb" {
                let code = name.split(separator: "u")[1].prefix(4).drop { $0 == "0" }.uppercased()
                #expect(try space.run("info \(model)").output.contains("\\u{\(code)}"))
            }
        }
    }

    @Test("So are notes, paths and arguments")
    func otherTexts() throws {
        let space = try Self.makeSpace()
        try space.writeModel("x", replacing: [("simulated", "\\u001b[2J\\u202egnp")])
        let escape = "\u{1b}[31mred\u{9b}0m\u{202e}"
        let foreign = "{\"\\u001b[2J\":{\"dtype\":\"\\u001b[3J\",\"shape\":[0],\"data_offsets\":[0,0]}}"
        let count = (0..<8).map { UInt8(truncatingIfNeeded: foreign.utf8.count >> (8 * $0)) }
        try space.write(count + Array(foreign.utf8), to: "foreign")
        try space.write(Array("\u{93}NUMPY".utf8), to: "\(escape).npy")
        try space.write(space.bytes("ph/hand/00000.png"), to: "\(escape)/a.png")
        try space.write([1], to: "\(escape)/b.png")
        for arguments in [
            ["info", "x"], ["info", "x", "--json"], ["info", escape], ["info", "foreign"], [escape],
            ["info", "--\(escape)"], ["info", "x", escape], ["train", escape, "--model", "t"],
            ["train", "\(escape).npy", "--model", "t"], ["sample", "--model", "m", "--output", "s", "--class", escape],
            ["sample", "--model", "m", "--output", "s", "--count", escape],
            ["evaluate", "ph", "--model", "m", "--json", "--\(escape)"],
            ["top-up", "ph", "--model", "m", "--output", "t", "--by", "ph/labels.csv:\(escape)"],
        ] {
            let result = try space.run(arguments)
            expectPlain(result.output + result.errors, "\(arguments)")
        }
        // A path as a result goes to a pipe as it is, for a program to use.
        let made = try space.run(["encode", "ph", "--model", "m", "--output", "\(escape).latents"])
        #expect(made.status == 0 && made.lines.contains("\(escape).latents"))
    }

    @Test("A line end in a name feigns no other message")
    func lineEnds() throws {
        let space = try Self.makeSpace()
        let name = "a\nerror: feigned"
        try space.write([1], to: "\(name)/b\nerror: feigned.png")
        try space.write([1], to: "\(name)/c")
        for arguments in [
            ["train", name, "--model", "t"], ["info", name],
            ["info", "\(name)/c"], ["sample", "--model", "m", "--output", "\(name)/c/d"],
        ] {
            let result = try space.run(arguments)
            #expect(result.status >= 64, "\(arguments)")
            let lines = result.errors.split(separator: "\n")
            #expect(!lines.contains { $0.hasPrefix("error: feigned") }, "\(arguments): \(result.errors)")
        }
    }

    @Test("Groups of a table that can't be folders are refused before anything is made")
    func groups() throws {
        let space = try Self.makeSpace()
        let names = try space.bytes("ph/labels.csv").split(separator: UInt8(ascii: "\n")).dropFirst().map {
            String(decoding: $0.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self)
        }
        for (index, group) in ["../\u{301}evil", "a/b", "..", "a\u{1b}b", Self.long].enumerated() {
            let rows = names.enumerated().map { "\($1),\($0 == 0 ? group : "other")\n" }
            try space.write(Array(("file,group\n" + rows.joined()).utf8), to: "t\(index).csv")
            let before = space.contents
            let result = try space.run("top-up ph --model m --output out/t --by t\(index).csv:group")
            #expect(result.status == 65, "\(group): \(result.errors)")
            expectPlain(result.errors, group)
            #expect(space.contents == before, "\(group)")
        }
    }

    @Test("Cells that a spreadsheet would run are written as text")
    func formulas() throws {
        let space = try Self.makeSpace()
        for name in ["=cmd()", "@sum", "-a", "plain"] {
            try space.write(space.bytes("ph/hand/00000.png"), to: "odd/\(name)/+1+1.png")
        }
        try space.succeed("encode odd --model m --output l.npy")
        let table = String(decoding: try space.bytes("l.csv"), as: UTF8.self)
        #expect(
            table == """
                row,file,class
                0,'-a/+1+1.png,'-a
                1,'=cmd()/+1+1.png,'=cmd()
                2,'@sum/+1+1.png,'@sum
                3,plain/+1+1.png,plain

                """)
    }

    @Test("What a model says of its training is checked")
    func facts() throws {
        let space = try Self.makeSpace()
        for (index, fault) in [
            ("\"images\":", "\"images\":-"), ("\"batch\":", "\"batch\":-"), ("\"steps\":", "\"steps\":-"),
            ("\"learningRate\":", "\"learningRate\":-"), ("\"pixelRadius\":", "\"pixelRadius\":-"),
            ("\"encoderRadius\":", "\"encoderRadius\":-"), ("\"quantile\":", "\"quantile\":7"),
            ("\"heldOutImages\":", "\"heldOutImages\":-"), ("\"bestEpoch\":", "\"bestEpoch\":9"),
        ].enumerated() {
            try space.writeModel("x\(index)", replacing: [fault])
            let result = try space.run("info x\(index)")
            #expect(result.status == 65, "\(fault): \(result.output)")
            #expect(result.errors.contains("x\(index): is damaged: what it says of its training is impossible"))
        }
    }

    /// No control characters but line feeds, and nothing that turns the direction of writing round.
    private func expectPlain(_ text: String, _ line: String) {
        let odd = text.unicodeScalars.filter {
            $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.isBidiControl)
        }
        #expect(odd.isEmpty, "\(line): \(odd.map { String($0.value, radix: 16) })")
    }
}
