/// What is measured of a network.
enum NetworkPhase: String {
    /// Steps of training: forward, likelihood, backward, optimizer.
    case train
    /// Steps of the training of a flow prior on its latents.
    case prior
    /// Posteriors of images.
    case encode
    /// Mean images of latents.
    case decode
}
