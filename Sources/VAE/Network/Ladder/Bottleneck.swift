import GreyImages

/// The shape of what follows a bottleneck's first convolution.
struct Bottleneck: Sendable {
    let size: ImageSize
    /// Channels in the middle.
    let middle: Int
    /// Channels of the output.
    let outputs: Int
}
