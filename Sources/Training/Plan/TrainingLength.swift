/// When training ends.
public enum TrainingLength: Sendable, Hashable, Codable {
    case epochs(Int)
    /// Wall-clock minutes, all in: with reading the images, and with what follows the last step.
    case minutes(Double)
}
