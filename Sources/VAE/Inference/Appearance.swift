/// The image that represents the decoder's distribution over images.
package enum Appearance: Sendable, Hashable {
    /// The expected level of every pixel.
    case mean
    /// A draw of every pixel, which depends on the seed and the image's number alone.
    case draw(seed: UInt64)
}
