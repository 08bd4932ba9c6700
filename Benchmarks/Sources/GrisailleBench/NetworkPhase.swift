/// What is measured of a network.
enum NetworkPhase: String {
    /// Steps of training: forward, likelihood, backward, optimizer.
    case train
    /// Posteriors of images.
    case encode
    /// Mean images of latents.
    case decode
}
