import Grisaille

/// The classes' shares as a table gives them.
enum ClassWeights {
    /// - Throws: `LabelTableError`, or `CommandError` where a class is unknown or a share is none.
    static func read(_ path: String, known: [String]) throws -> [String: Double] {
        let table = try LabelTable(contentsOf: path)
        guard let column = table.columns.last, table.columns.count == 2 else {
            throw CommandError.shares(path: path, reason: "has \(table.columns.count) columns; it takes class,share")
        }
        let classes = Set(known)
        if let unknown = table.names.first(where: { !classes.contains($0) }) {
            throw CommandError.shares(
                path: path, reason: "names a class ‘\(unknown)’; the model has \(Text.list(known))")
        }
        var weights: [String: Double] = [:]
        for (name, text) in zip(known, try table.values(of: column, for: known)) {
            guard let text else { continue }
            guard let share = Double(text), share >= 0, share.isFinite else {
                throw CommandError.shares(path: path, reason: "gives ‘\(name)’ the share ‘\(text)’, which is none")
            }
            weights[name] = share
        }
        guard weights.values.contains(where: { $0 > 0 }) else {
            throw CommandError.shares(path: path, reason: "gives no class a share above 0")
        }
        return weights
    }
}
