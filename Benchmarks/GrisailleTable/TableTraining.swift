/// How a run was trained.
struct TableTraining: Codable, Sendable, Hashable {
    /// The command, without the paths of the machine.
    var command: String
    /// The commit of the program when the training began.
    var commit: String
    /// The date when the training began.
    var date: String
    /// The duration of the training; nil until it is complete.
    var seconds: Double?
    /// The number of steps in that time.
    var steps: Int?
}
