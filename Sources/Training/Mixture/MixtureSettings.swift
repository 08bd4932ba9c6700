/// The settings for fitting a mixture prior to a finished model.
package struct MixtureSettings: Sendable, Hashable {
    /// The number of components; nil for the number that is best on held-out images.
    package var components: Int?
    /// The share of the images that the model's training held out, so that they stay held out.
    package var validationShare = 0.1
    package var seed: UInt64 = 0

    package init() {}
}
