/// One model of a table: how it is trained and measured.
struct TableRun: Sendable {
    /// Of its files, and of `--only`.
    let name: String
    /// As the table names it.
    let title: String
    /// What follows `grisaille train IMAGES --model FILE`.
    let training: [String]
    /// What follows `grisaille evaluate IMAGES --model FILE`.
    let evaluation: [String]
    /// The figures of the same model by others, with the sources' numbers.
    let published: String

    init(_ name: String, _ title: String, training: String, evaluation: String, published: String) {
        self.name = name
        self.title = title
        self.training = training.split(separator: " ").map(String.init)
        self.evaluation = evaluation.split(separator: " ").map(String.init)
        self.published = published
    }
}
