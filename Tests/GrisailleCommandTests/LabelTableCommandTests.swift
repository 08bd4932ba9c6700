import Foundation
import Grisaille
import Testing

@Suite("Tables of labels as they come")
struct LabelTableCommandTests {
    private let space: Workspace

    init() throws {
        space = try Workspace()
        try space.prepare()
    }

    private var names: [String] {
        ["chest", "hand", "head"].flatMap { folder in (0..<4).map { "\(folder)/0000\($0)" } }
    }

    /// A table in which a row names each of the twelve images.
    private func write(
        _ cells: [String], delimiter: String = ",", end: String = "\n", extra: [String] = [], to name: String
    ) throws {
        let rows = zip(names, cells).map { $0 + ".png" + delimiter + $1 }
        let text = (["file" + delimiter + "my:age"] + rows + extra).joined(separator: end) + end
        try space.write(Array(text.utf8), to: name)
    }

    private func fit(_ table: String) throws -> Program.Result {
        try space.run("direction fit ph --labels \(table):my:age --model m --output d --force --json")
    }

    @Test("Delimiters, line ends, missing values, and colons in paths and columns")
    func dialects() throws {
        let numbers = (0..<12).map { "\($0 * $0).5" }
        try write(numbers, delimiter: ";", to: "semi.csv")
        try write(numbers, delimiter: "\t", end: "\r", to: "tab:1.csv")
        try write(["NA"] + numbers.dropLast(2) + ["unknown"], end: "\r\n", extra: [names[1] + ",0.5"], to: "na.csv")
        for (table, images) in [("semi.csv", 12), ("tab:1.csv", 12), ("na.csv", 10)] {
            let result = try fit(table)
            #expect(result.status == 0, "\(table): \(result.errors)")
            let json = try result.json()
            #expect((json["fittedImages"] as? Int ?? 0) + (json["heldOutImages"] as? Int ?? 0) == images)
            #expect(json["heldOutAreaUnderCurve"] == nil && json["attribute"] as? String == "my:age")
        }
    }

    @Test("Cells that can't be used are named with their line")
    func badCells() throws {
        let numbers = (0..<12).map { "\($0)" }
        for cell in ["12,5", "inf", "1e999", "8e301", "old"] {
            try write(numbers.prefix(4) + [cell] + numbers.dropFirst(5), delimiter: ";", to: "bad.csv")
            let result = try fit("bad.csv")
            #expect(result.status == 65 && result.errors.contains("bad.csv: line 6, column ‘my:age’: ‘\(cell)’ "))
            #expect(!space.exists("d"))
        }
        try write(numbers, extra: ["chest/00003.png,7"], to: "twice.csv")
        let result = try fit("twice.csv")
        #expect(
            result.status == 65 && result.errors.contains("lines 5 and 14 have different values for chest/00003.png"))
    }

    @Test("Groups leave marks of missing numbers out")
    func groups() throws {
        try write((0..<12).map { ["0", "1", "NA"][$0 % 3] }, to: "groups.csv")
        let result = try space.succeed("top-up ph --model m --output t --by groups.csv:my:age --to 4 --json").json()
        let groups = try #require(result["groups"] as? [[String: Any]])
        #expect(groups.compactMap { $0["name"] as? String } == ["0", "1"])
    }
}
