/// The flow-matching losses of held-out images and of as many training images, with the same noise and times.
///
/// A prior that has learned the training images by heart has a lower loss on them than on images that it hasn't seen.
public struct PriorCheck: Sendable, Hashable, Codable {
    /// The number of steps of the prior's stage so far.
    package var step: Int
    /// The number of images on each side.
    package var images: Int
    /// The mean squared error per dimension of the held-out images.
    package var heldOut: Double
    /// The mean squared error per dimension of the training images.
    package var training: Double
    /// The standard error of the difference between the two.
    package var error: Double

    /// Whether a run can measure these values. A damaged file may hold others.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        return counts.contains(step) && counts.contains(images)
            && [heldOut, training, error].allSatisfy { $0.isFinite && $0 >= 0 }
    }
}
