/// Work of a run between its stages and after them.
public enum RunWork: Sendable, Hashable {
    /// All images are encoded, for the stage that follows.
    case encoding
    /// The held-out images are measured by the finished decoder.
    case validation
    /// The latents that the images make use of are counted.
    case activeUnits
    /// The distances from held-out images to those trained on are measured, for the model's radius of novelty.
    case novelty
}
