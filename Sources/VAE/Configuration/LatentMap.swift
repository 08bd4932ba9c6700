/// The shape of a latent that keeps the image's layout: `[height, width, channels]`.
public struct LatentMap: Sendable, Hashable, Codable, CustomStringConvertible {
    public var height: Int
    public var width: Int
    public var channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// Dimensions of the latent. Call this only on a validated map: it may overflow.
    public var count: Int { height * width * channels }
    public var positions: Int { height * width }

    /// Height, width and channels, as in `8x8x8`.
    public var description: String { "\(height)x\(width)x\(channels)" }
}
