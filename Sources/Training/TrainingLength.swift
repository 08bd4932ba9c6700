/// When training ends.
public enum TrainingLength: Sendable, Hashable, Codable {
    case epochs(Int)
    /// Wall-clock minutes, the validation and saving at the end among them.
    case minutes(Double)
}
