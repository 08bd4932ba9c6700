/// What can be measured of a network.
enum NetworkPhase: String {
    /// Training steps: forward pass, likelihood, backward pass, optimiser.
    case train
    /// Training steps of a flow prior on the latents.
    case prior
    /// Computing the posteriors of images.
    case encode
    /// Computing the mean images of latents.
    case decode
}
