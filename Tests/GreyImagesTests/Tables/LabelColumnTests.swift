import Testing

@testable import GreyImages

@Suite struct LabelColumnTests {
    /// A column with cells from line 2 on.
    private func column(_ cells: [String]) throws -> LabelColumn {
        let rows = cells.enumerated().map { "\($0).png\t\($1)\n" }
        return try LabelTable(bytes: Array(("file\tage\n" + rows.joined()).utf8), path: "labels.csv")
            .column("age", for: cells.indices.map { "\($0).png" })
    }

    @Test(arguments: [
        "NA", "n/a", "#N/A", "nan", "NaN", "null", "Unknown", "?", "-", "<NA>", "None", "missing", "\"\"",
    ])
    func marksOfMissingValuesAreMissing(_ mark: String) throws {
        #expect(try column(["1", mark, "2.5", "-3e2"]).values() == .numbers([1, nil, 2.5, -300]))
        #expect(try column(["yes", mark, "no", "yes"]).values().known == [0, 2, 3])
        #expect(try column(["1", mark, "2", "3"]).groups == ["1", nil, "2", "3"])
    }

    @Test func aMarkIsAValueWhereOneOtherTextIsLeft() throws {
        #expect(try column(["smoker", "unknown", "smoker"]).values() == .texts(["smoker", "unknown", "smoker"]))
        #expect(try column(["f", "unknown", "m"]).groups == ["f", "unknown", "m"])
    }

    @Test(arguments: [
        ("12,5", "write 12.5, with a point"), ("inf", "isn't a finite number"), ("-Infinity", "isn't a finite number"),
        ("1e999", "isn't a finite number"), ("0x1p3", "isn't a decimal number"), ("12 years", "isn't a number"),
        ("1.2.3", "isn't a number"),
        ("9e300", "beyond ±1e30"), ("e5", "isn't a number"),
    ])
    func otherCellsAmongNumbersAreNamed(_ cell: String, _ reason: String) throws {
        let column = try column(["1", "NA", "2", cell, "4"])
        let error = #expect(throws: LabelTableError.self) { try column.values() }
        #expect("\(error!)".hasPrefix("labels.csv: line 5, column ‘age’: ‘\(cell)’ "))
        #expect("\(error!)".contains(reason))
    }

    @Test func aColumnOfDecimalCommasIsNoColumnOfTexts() throws {
        let column = try column(["84,44", "4,05", "40,5"])
        let error = #expect(throws: LabelTableError.self) { try column.values() }
        #expect("\(error!)".contains("line 2, column ‘age’: ‘84,44’"))
    }

    @Test func textsStayTexts() throws {
        #expect(try column(["f", "m", "f", "1"]).values() == .texts(["f", "m", "f", "1"]))
    }
}
