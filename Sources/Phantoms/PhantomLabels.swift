import GreyImages

/// The table of the factors that each image was made from.
package enum PhantomLabels {
    /// The text of `labels.csv` (RFC 4180 quoting, lines ended by `\n`).
    ///
    /// The header is `file,kind,` followed by every factor that occurs, in the order of first occurrence. Each phantom has one
    /// row, with empty cells for factors that its kind doesn't have.
    package static func csv(_ rows: [(file: String, phantom: Phantom)]) -> String {
        var columns: [String] = []
        var columnOf: [String: Int] = [:]
        for factor in rows.lazy.flatMap(\.phantom.factors) where columnOf[factor.name] == nil {
            columnOf[factor.name] = columns.count
            columns.append(factor.name)
        }
        var text = line(["file", "kind"] + columns)
        for (file, phantom) in rows {
            var cells = [String](repeating: "", count: columns.count)
            for factor in phantom.factors {
                cells[columnOf[factor.name]!] = "\(factor.value)"
            }
            text += line([file, phantom.kind.rawValue] + cells)
        }
        return text
    }

    private static func line(_ cells: [String]) -> String {
        cells.map(TableCell.written).joined(separator: ",") + "\n"
    }
}
