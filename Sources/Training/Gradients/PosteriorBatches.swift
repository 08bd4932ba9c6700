/// Batches of latents that are drawn from the posteriors of a data set's images.
struct PosteriorBatches {
    let posteriors: PosteriorStore
    /// The maximum number of draws per batch.
    let size: Int
    /// The seed of the draws.
    let seed: UInt64
}
