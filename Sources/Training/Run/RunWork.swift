/// Work that a run does between its stages and after them.
public enum RunWork: Sendable, Hashable {
    /// Encoding all images for the next stage.
    case encoding
    /// Measuring the finished decoder on the held-out images.
    case validation
    /// Counting the active latent dimensions.
    case activeUnits
    /// Fitting the finished prior's steps, and measuring the spectrum of its samples.
    case calibrating
    /// Measuring the distances from held-out images to training images, for the model's radius of novelty.
    case novelty
}
