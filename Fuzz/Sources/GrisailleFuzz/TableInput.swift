@testable import GreyImages

/// Fuzzes label tables. A table that is read, written with all cells in quotes and read again must be the same.
enum TableInput: FuzzInput {
    static func check(_ bytes: [UInt8]) {
        guard let table = try? LabelTable(bytes: bytes, path: "fuzz.csv") else { return }
        let names = table.names.map(\.name)
        precondition(names.allSatisfy { !$0.isEmpty }, "a row names an image")
        for column in Set(table.columns) {
            guard let found = try? table.column(column, for: names) else { continue }
            precondition(found.cells.count == names.count, "one cell an image")
            guard let values = try? found.values() else { continue }
            precondition(values.known.count <= names.count, "no more is known than there are images")
            if case .numbers(let numbers) = values {
                precondition(numbers.allSatisfy { $0?.isFinite ?? true }, "numbers are finite")
            }
        }
        let records = [table.columns] + table.rows.map(\.cells)
        let written = records.map { $0.map(quoted).joined(separator: ",") }.joined(separator: "\n")
        guard let again = try? LabelTable(bytes: Array(written.utf8), path: "written.csv") else {
            fatalError("a table that was written can't be read")
        }
        precondition(again.columns == table.columns, "the columns of a table that was written are the same")
        precondition(again.rows.map(\.cells) == table.rows.map(\.cells), "a table that was written reads the same")
    }

    private static func quoted(_ cell: String) -> String {
        let written = TableCell.written(cell)
        return written.utf8.first == UInt8(ascii: "\"") ? written : "\"\(written)\""
    }
}
