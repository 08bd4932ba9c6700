/// Which image stands for the distribution over images that the decoder gives.
public enum Appearance: Sendable, Hashable {
    /// The expected level of every pixel.
    case mean
    /// A draw of every pixel, a function of the seed and the image's number.
    case draw(seed: UInt64)
}
