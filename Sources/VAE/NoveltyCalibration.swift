/// How near images that a model wasn't trained on come to those that it was, as the model file holds it: no image.
///
/// Both radii are a quantile of the held-out images' distances to their nearest training image: one that is nearer by
/// either measure is nearer than images are by chance.
public struct NoveltyCalibration: Sendable, Hashable, Codable {
    /// Root mean squared difference, in grey levels, over small shifts and mirror images.
    public var pixelRadius: Double
    /// Euclidean distance between posterior means.
    public var encoderRadius: Double
    /// The share of the held-out images that are nearer than a radius.
    public var quantile: Double
    public var heldOutImages: Int

    public init(pixelRadius: Double, encoderRadius: Double, quantile: Double, heldOutImages: Int) {
        self.pixelRadius = pixelRadius
        self.encoderRadius = encoderRadius
        self.quantile = quantile
        self.heldOutImages = heldOutImages
    }
}
