/// A model of a table: how it is trained and measured.
struct TableRun: Sendable {
    /// The name of its files, and for `--only`.
    let name: String
    /// The name in the table.
    let title: String
    /// The options after `grisaille train IMAGES --model FILE`.
    let training: [String]
    /// The options after `grisaille evaluate IMAGES --model FILE`.
    let evaluation: [String]
    /// Published figures of the same model, with the numbers of their sources.
    let published: String

    init(_ name: String, _ title: String, training: String, evaluation: String, published: String) {
        self.name = name
        self.title = title
        self.training = training.split(separator: " ").map(String.init)
        self.evaluation = evaluation.split(separator: " ").map(String.init)
        self.published = published
    }
}
