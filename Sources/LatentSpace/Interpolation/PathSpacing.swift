import GreyImages
import VAE

/// How frames are spaced along a path.
public enum PathSpacing: String, Sendable, Hashable, CaseIterable {
    /// By what changes in the images.
    case image
    /// As the path's own points are.
    case latent

    /// Points of a path for every frame, between which the images' way is measured.
    public static let pointsAFrame = 4

    /// Frames whose images are as far from each other along a path, both ends among them.
    ///
    /// - points: of the path, close to each other; images: what they decode to.
    public static func even(_ points: Latents, images: [GreyImage], frames: Int) -> Latents {
        precondition(points.count == images.count && frames >= 2, "points between two ends")
        return points.resampled(lengths: PathMeasures(images).steps, count: frames)
    }
}
