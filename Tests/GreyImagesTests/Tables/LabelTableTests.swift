import Testing

@testable import GreyImages

@Suite struct LabelTableTests {
    private func table(_ text: String) throws -> LabelTable {
        try LabelTable(bytes: Array(text.utf8), path: "labels.csv")
    }

    private func texts(_ text: String, _ column: String, _ names: [String]) throws -> [String?] {
        try table(text).column(column, for: names).cells.map { $0?.text }
    }

    private func error(_ text: String) -> String {
        let error = #expect(throws: LabelTableError.self) { try table(text) }
        return error.map { "\($0)" } ?? ""
    }

    @Test func lineEndsInErrorsAreWrittenOut() throws {
        let table = try table("file,\"a\nb\"\nx.png,1\nx.png,2\n")
        let error = #expect(throws: LabelTableError.self) { try table.column("a\nb", for: ["x.png"]) }
        #expect("\(error!)".contains("‘a\\nb’") && !"\(error!)".contains("\n"))
    }

    @Test func quotesLineEndsAndByteOrderMarksAreRead() throws {
        let text = "\u{FEFF}file,\"say \"\"ah\"\"\",age\r\n\"a,1.png\",\"two\nlines\",3\r\n\r\nb.png,,4"
        #expect(try table(text).columns == ["file", "say \"ah\"", "age"])
        #expect(try texts(text, "age", ["a,1.png", "b.png", "c.png"]) == ["3", "4", nil])
        #expect(try texts(text, "say \"ah\"", ["a,1.png", "b.png"]) == ["two\nlines", nil])
    }

    @Test func imagesAreNamedByPathsWithOrWithoutSuffixOrByTheirFilesAlone() throws {
        let text = "age,file\n1,hand/7.png\n2,8\n3,9\n"
        #expect(try texts(text, "age", ["hand/7.png", "head/7.png"]) == ["1", nil])
        // Two images are named 9, so the row is ambiguous.
        #expect(try texts(text, "age", ["hand/8.png", "hand/9.png", "head/9.png"]) == ["2", nil, nil])
        // Without a column ‘file’, the first column names the images.
        #expect(try texts("image,sex\na.png,f\n", "sex", ["a.png"]) == ["f"])
        #expect(try texts("age,File\n1,./a.png\n", "age", ["a.png"]) == ["1"])
        // A table can name the files that the images were converted from.
        #expect(try texts("file,age\na.JPG,1\nb.dcm,2\n", "age", ["a.png", "x/b.png"]) == ["1", "2"])
    }

    @Test func whatFollowsADotBelongsToANameUnlessItIsASuffix() throws {
        let scans = ["scan.1.png", "scan.2.png", "scan.png"]
        #expect(try texts("file,age\nscan.1,1\nscan.2,2\n", "age", scans) == ["1", "2", nil])
        let array = (0..<3).map { "d.npy[\($0)]" }
        #expect(try texts("file,age\nd.npy[0],1\nd.npy[1],2\n", "age", array) == ["1", "2", nil])
    }

    @Test(arguments: ["\n", "\r\n", "\r"], [",", ";", "\t"])
    func linesAndDelimitersOfEveryKindAreRecognised(_ end: String, _ delimiter: String) throws {
        let lines = [["file", "a,b;c\td", "x"], ["a.png", "1", "2"], ["", "", ""], ["b.png", "3\(end)4", "5"]]
        let text = lines.map { line in
            line.map { $0.unicodeScalars.contains { ",;\t\r\n".unicodeScalars.contains($0) } ? "\"\($0)\"" : $0 }
                .joined(separator: delimiter)
        }.joined(separator: end)
        #expect(try texts(text, "a,b;c\td", ["a.png", "b.png"]) == ["1", "3\(end)4"])
        #expect(try texts(text, "x", ["a.png", "b.png"]) == ["2", "5"])
        let row = try table(text).column("x", for: ["b.png"]).cells[0]
        #expect(row?.line == 4)
    }

    @Test func whereTheHeaderLeavesItOpenTheRowsTellTheDelimiter() throws {
        #expect(try texts("file;age, years\na.png;3\n", "age, years", ["a.png"]) == ["3"])
        #expect(try texts("file,age;years\na.png,3\n", "age;years", ["a.png"]) == ["3"])
        #expect(try texts("sep=|\nfile|a,b,c\na.png|3\n", "a,b,c", ["a.png"]) == ["3"])
        // A number with a decimal comma doesn't make the comma a delimiter.
        #expect(try texts("file;age\na.png;3,5\nb.png;4,5\n", "age", ["a.png"]) == ["3,5"])
    }

    @Test func spacesAroundCellsAreNotPartOfThem() throws {
        #expect(try texts("file , age\n a b.png\t, \"1, 2\" \n", "age", ["a b.png"]) == ["1, 2"])
    }

    @Test func olderEncodingsAreRead() throws {
        let text = "file,größe\nä.png,5 €\n"
        let latin = text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
        let units = Array(text.utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [Array(text.utf8), latin, little, big] {
            let column = try LabelTable(bytes: bytes, path: "labels.csv").column("größe", for: ["ä.png"])
            #expect(column.cells.map { $0?.text } == ["5 €"])
        }
    }

    @Test func whatIsNoTableIsRefused() throws {
        #expect(throws: LabelTableError.empty(path: "labels.csv")) { try table("") }
        #expect(throws: LabelTableError.empty(path: "labels.csv")) { try table("\n\n") }
        #expect(error("file,age\na.png,1\nb.png\n").contains("line 3 has 1 cell where the header has 2"))
        #expect(error("file,age\r\"a\rb.png\",1\rb.png\r").contains("line 4 has 1 cell"))
        #expect(error("file,age\na.png,\"1\nb.png,2\n").contains("line 2 has an opening quote"))
        #expect(error("file,age\na.png,\"1\"2\n").contains("line 2 has text after a quoted cell"))
        #expect(error("file,age\n,1\n").contains("line 2 has nothing in the column ‘file’"))
        #expect(error("file,age\na.png,\0\n").contains("line 2 that aren't text"))
        #expect(error("version https://git-lfs.github.com/spec/v1\noid sha256:0\n").contains("git lfs pull"))
        #expect(error("PK\u{3}\u{4}\0").contains("save it as comma-separated values"))
        for bytes: [UInt8] in [[0xFF, 0xFE, 0x41], [0xFF, 0xFE, 0, 0xD8], [0xFF, 0xFE, 0, 0], [0x41, 0x81]] {
            let error = #expect(throws: LabelTableError.self) { try LabelTable(bytes: bytes, path: "labels.csv") }
            #expect("\(error!)".contains("save it as UTF-8"), "\(bytes)")
        }
    }

    @Test func columnsThatAreMissingOrTwiceAreNamed() throws {
        func error(_ text: String, _ column: String, _ image: String = "a.png") -> String {
            let error = #expect(throws: LabelTableError.self) { try table(text).column(column, for: [image]) }
            return error.map { "\($0)" } ?? ""
        }
        for column in ["sex", "file"] { #expect(error("file,age\na.png,1\n", column).contains("it has age")) }
        #expect(error("file\na.png\n", "age").contains("no comma, semicolon or tab"))
        #expect(error("file,age,sex,age\na.png,1,f,2\n", "age").contains("2 times (2 and 4)"))
        let noMatch = error("file,age\na.png,1\n", "age", "hand/b.png")
        #expect(noMatch.contains("hand/b.png") && noMatch.contains("a.png"))
    }

    @Test func rowsThatContradictEachOtherAreNamed() throws {
        let text = "file,age,sex\nh/a.png,1,f\nb.png,2,m\na,1.0,m\nh/a.png,NA,f\nb.png,2,m\nc.png,,f\nc.png,3,f\n"
        let names = ["h/a.png", "h/b.png", "h/c.png"]
        #expect(try texts(text, "age", names) == ["1", "2", "3"])
        let error = #expect(throws: LabelTableError.self) { try table(text).column("sex", for: names) }
        #expect("\(error!)".contains("lines 2 and 4 have different values"))
        // Contradictions about other images are ignored.
        #expect(try texts(text, "sex", ["h/b.png"]) == ["m"])
    }
}
