/// How a run was trained.
struct TableTraining: Codable, Sendable, Hashable {
    /// Without the paths of the machine.
    var command: String
    /// The program's, and the day, when the training began.
    var commit: String
    var date: String
    /// What the training took by the wall clock; nil until it is complete.
    var seconds: Double?
    /// Of Adam: how far that time went, on the machine that it was.
    var steps: Int?
}
