/// The features by which the variety of candidates is measured.
package enum CandidateFeatures: String, Sendable, Hashable, CaseIterable {
    /// Their latents.
    case latent
    /// The posterior means of their decoded images: what the encoder sees in them.
    case encoder
    /// Their decoded images, at most 16 pixels a side.
    case pixels
}
