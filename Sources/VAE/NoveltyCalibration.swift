/// The distances between held-out images and their nearest training images, which model files hold in place of any image.
///
/// Both radii are a quantile of these distances. An image that is nearer than a radius to a training image is nearer than
/// images are by chance.
package struct NoveltyCalibration: Sendable, Hashable, Codable {
    /// The radius by pixels: a root mean square difference, in grey levels, minimised over small shifts and mirror images.
    package var pixelRadius: Double
    /// The radius by latents: a Euclidean distance between posterior means.
    package var encoderRadius: Double
    /// The share of held-out images that are nearer than a radius.
    package var quantile: Double
    package var heldOutImages: Int

    package init(pixelRadius: Double, encoderRadius: Double, quantile: Double, heldOutImages: Int) {
        self.pixelRadius = pixelRadius
        self.encoderRadius = encoderRadius
        self.quantile = quantile
        self.heldOutImages = heldOutImages
    }
}
