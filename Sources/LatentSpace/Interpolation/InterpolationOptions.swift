import VAE

/// How images are interpolated.
package struct InterpolationOptions: Sendable, Hashable {
    /// What the frames make.
    package enum Shape: Sendable, Hashable {
        /// A tour from image to image.
        case tour
        /// A tour that comes back to the first image.
        case loop
        /// A square between four images, the upper two first.
        case grid
    }

    /// The kind of path; nil for the model's default.
    package var path: PathKind?
    package var shape = Shape.tour
    /// Frames from one image to the next, both included, or per side of the square; at least 2.
    package var steps = 10
    package var spacing = PathSpacing.image
    /// Whether a tour shows the images themselves; what they differ in from their reconstructions fades between them.
    package var hasExactEnds = false
    /// The classes of the images, as indices into the prior's; nil for any. An empty list is any for all.
    package var classes: [Int?] = []
    /// For a ladder's path through noise: the number of groups, from the coarsest, that follow the path; nil for all. The
    /// prior draws the finer ones, given the coarser.
    package var followedGroups: Int?
    /// How a flow prior goes from latents to noise and back.
    package var transport = Transport.thereAndBack
    /// The seed of the draws by which geodesic and density paths are found.
    package var seed: UInt64 = 0

    package init() {}

    /// The number of frames. A tour that comes back doesn't show its first image twice.
    package func frameCount(images: Int) -> Int {
        switch shape {
        case .tour: (images - 1) * (steps - 1) + 1
        case .loop: images * (steps - 1)
        case .grid: steps * steps
        }
    }
}
