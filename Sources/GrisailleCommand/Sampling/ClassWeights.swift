import Grisaille

/// Reads the shares of classes from a table.
enum ClassWeights {
    /// - Throws: `LabelTableError`, or `CommandError.shares` if a class is unknown or there is no share above 0.
    static func read(_ path: String, known: [String]) throws -> [String: Double] {
        let table = try LabelTable(contentsOf: path)
        guard let column = table.columns.last, table.columns.count == 2 else {
            throw CommandError.shares(path: path, reason: "has \(table.columns.count) columns; it takes class,share")
        }
        let classes = Set(known)
        if let unknown = table.names.first(where: { !classes.contains($0.name) }) {
            throw CommandError.shares(
                path: path,
                reason: "line \(unknown.line) names a class ‘\(unknown.name)’; the model has \(Text.list(known))")
        }
        var weights: [String: Double] = [:]
        let shares = try table.column(column, forExactly: known)
        for (name, cell) in zip(known, shares.cells) {
            guard let cell, !cell.isMissingMark else { continue }
            guard let share = cell.number, share >= 0 else {
                throw shares.bad(cell, because: "is no share; give a number of 0 or more")
            }
            weights[name] = share
        }
        guard weights.values.contains(where: { $0 > 0 }) else {
            throw CommandError.shares(path: path, reason: "gives no class a share above 0")
        }
        return weights
    }
}
