import Testing

@testable import GreyImages

@Suite struct TableCellTests {
    @Test(arguments: [
        ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""),
        ("", ""), (" a", "\" a\""), ("a\t", "\"a\t\""),
        ("=1+1", "'=1+1"), ("+a", "'+a"), ("-a", "'-a"), ("@a", "'@a"), ("\ta", "'\ta"), ("\ra", "\"'\ra\""),
        ("=a,b", "\"'=a,b\""), ("'=a", "''=a"), ("'a", "'a"), ("-1", "-1"), ("+2.5e-3", "+2.5e-3"), ("-1+1", "'-1+1"),
        ("-1e", "'-1e"), ("a,\u{301}b", "\"a,\u{301}b\""), ("\"\u{301}", "\"\"\"\u{301}\""),
        ("=\u{301}a", "'=\u{301}a"),
    ])
    func noSpreadsheetRunsIt(text: String, cell: String) throws {
        #expect(Array(TableCell.written(text).utf8) == Array(cell.utf8))
        // A cell is read back by the parser of tables.
        let table = try LabelTable(bytes: Array("file,value\n1.png,\(TableCell.written(text))\n".utf8), path: "t.csv")
        if !text.isEmpty {
            let value = try #require(try table.column("value", for: ["1.png"]).cells[0]?.text)
            #expect(Array(value.utf8) == Array(text.utf8))
        }
    }

    @Test func cellsOfOthersStay() {
        for cell in ["'", "''", "'a", "a'", "-1", "'-1", "it's"] { #expect(TableCell.read(cell) == cell) }
        #expect(TableCell.read("'=a") == "=a")
    }
}
