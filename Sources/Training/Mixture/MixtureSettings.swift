/// How a mixture prior is fitted to a finished model.
package struct MixtureSettings: Sendable, Hashable {
    /// The number of components; nil for the number that is best on the images held out.
    package var components: Int?
    /// The share that the model was trained with, so that the same images are held out.
    package var validationShare = 0.1
    package var seed: UInt64 = 0

    package init() {}
}
