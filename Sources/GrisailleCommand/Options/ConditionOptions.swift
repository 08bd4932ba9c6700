import ArgumentParser
import Grisaille

/// The columns of tables on which a flow prior is conditioned.
struct ConditionOptions: ParsableArguments {
    @Option(
        name: .customLong("condition"),
        help: ArgumentHelp(
            """
            Condition the flow prior on columns of a table with a row per image, so that samples with given values can be \
            drawn: numbers, such as an age, or categories. Cells may be empty. Can be repeated.
            """, valueName: "table.csv:column,…"))
    var columns: [LabelOption] = []

    func validate() throws {
        var names: Set<String> = []
        for name in self.names {
            guard !name.isEmpty else {
                throw ValidationError("--condition names an empty column: write one comma between two columns.")
            }
            guard names.insert(name).inserted else {
                throw ValidationError("--condition names the column ‘\(name)’ twice: leave one out.")
            }
        }
    }

    /// The files of the tables, each once.
    var paths: [String] { columns.map(\.path).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

    /// The names of all columns.
    var names: [String] { columns.flatMap(\.columns) }

    var choices: [TrainingChoice] { columns.isEmpty ? [] : [.conditions(names)] }

    /// Reads the tables, and checks that they have the columns.
    ///
    /// - Throws: `LabelTableError`, `FileError`.
    func tables() throws -> ConditionTables {
        let tables = try Dictionary(uniqueKeysWithValues: paths.map { ($0, try LabelTable(contentsOf: $0)) })
        for option in columns {
            for name in option.columns { _ = try tables[option.path]!.column(name, forExactly: []) }
        }
        return ConditionTables(
            columns: columns.flatMap { option in
                option.columns.map { (tables[option.path]!, $0) }
            })
    }

    /// Tells of the conditions that a model's prior has and a new one won't have.
    func noteForgotten(of model: Model, global: GlobalOptions) {
        let forgotten = model.prior.conditions.map(\.name).filter { !names.contains($0) }
        guard !forgotten.isEmpty else { return }
        global.note(
            "the new prior won't know the model's conditions \(forgotten.joined(separator: ", ")); --condition teaches it "
                + "columns of a table")
    }

    /// Checks that a run is resumed with the conditions that it was started with, whose values its state doesn't hold.
    ///
    /// - Throws: `CommandError.resumeWithoutConditions`.
    func checkPresence(for saved: TrainingSetup, state: String) throws {
        guard columns.isEmpty, let conditions = saved.settings.flow?.network.conditions else { return }
        throw CommandError.resumeWithoutConditions(conditions.map(\.name), state: state)
    }
}
