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

    /// Frames along a path, both ends among them.
    ///
    /// - points: of the path, close to each other; measures: of what they decode to.
    public func frames(_ count: Int, of points: Latents, measures: PathMeasures) -> Latents {
        precondition(points.count == measures.steps.count + 1 && count >= 2, "points between two ends")
        switch self {
        case .image: return points.resampled(lengths: measures.steps, count: count)
        case .latent: return points.evenly(count)
        }
    }
}
