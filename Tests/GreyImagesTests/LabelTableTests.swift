import Testing

@testable import GreyImages

@Suite struct LabelTableTests {
    private func table(_ text: String) throws -> LabelTable { try LabelTable(Array(text.utf8), path: "labels.csv") }

    private func error(_ text: String) -> LabelTableError? {
        #expect(throws: LabelTableError.self) { try table(text) }
    }

    @Test func quotesLineEndsAndByteOrderMarksAreRead() throws {
        let table = try table("\u{FEFF}file,\"say \"\"ah\"\"\",age\r\n\"a,1.png\",\"two\nlines\",3\r\n\r\nb.png,,4")
        #expect(table.columns == ["file", "say \"ah\"", "age"])
        #expect(try table.values(of: "age", for: ["a,1.png", "b.png", "c.png"]) == ["3", "4", nil])
        #expect(try table.values(of: "say \"ah\"", for: ["a,1.png", "b.png"]) == ["two\nlines", nil])
    }

    @Test func imagesAreNamedByPathsWithOrWithoutSuffixOrByTheirFilesAlone() throws {
        let table = try table("age,file\n1,hand/7.png\n2,8\n3,9\n")
        #expect(try table.values(of: "age", for: ["hand/7.png", "head/7.png"]) == ["1", nil])
        // Two images are called 9: the row may mean either.
        #expect(try table.values(of: "age", for: ["hand/8.png", "hand/9.png", "head/9.png"]) == ["2", nil, nil])
        // Without such a header the first column names the images.
        #expect(try self.table("image,sex\na.png,f\n").values(of: "sex", for: ["a.png"]) == ["f"])
        #expect(try self.table("file,x\nd.npy[3],y\n").values(of: "x", for: ["d.npy[3]"]) == ["y"])
    }

    @Test func whatIsNoTableIsRefused() throws {
        #expect(error("") == .empty(path: "labels.csv"))
        #expect(error("\n\n") == .empty(path: "labels.csv"))
        #expect("\(error("file,age\na.png,1\nb.png\n")!)".contains("line 3 has 1 cells where the header has 2"))
        #expect("\(error("file,age\na.png,\"1\nb.png,2\n")!)".contains("line 2 has a quote"))
        #expect(throws: LabelTableError.self) { try LabelTable([0xff, 0xfe], path: "labels.csv") }
        let table = try table("file,age\na.png,1\n")
        for column in ["sex", "file"] {
            let error = #expect(throws: LabelTableError.self) { try table.values(of: column, for: ["a.png"]) }
            #expect("\(error!)".contains("it has age"))
        }
        let none = #expect(throws: LabelTableError.self) { try table.values(of: "age", for: ["hand/b.png"]) }
        #expect("\(none!)".contains("hand/b.png"))
    }
}
