import GreyImages
import VAE

/// The spacings of frames along a path.
package enum PathSpacing: String, Sendable, Hashable, CaseIterable {
    /// Even steps of the image.
    case image
    /// Even steps along the path's points.
    case latent

    /// Points of a path per frame, between which the steps of the images are measured.
    package static let pointsPerFrame = 4

    /// The latents of frames along a path, both ends included.
    ///
    /// - Parameters:
    ///   - points: Points of the path, close to each other.
    ///   - measures: The measures of their decoded images.
    package func frames(_ count: Int, of points: Latents, measures: PathMeasures) -> Latents {
        precondition(points.count == measures.steps.count + 1 && count >= 2, "points between two ends")
        switch self {
        case .image: return points.resampled(lengths: measures.steps, count: count)
        case .latent: return points.evenly(count)
        }
    }
}
