/// The length of training.
public enum TrainingLength: Sendable, Hashable, Codable {
    case epochs(Int)
    /// Wall-clock minutes. They include reading the images and the work after the last step.
    case minutes(Double)
}
