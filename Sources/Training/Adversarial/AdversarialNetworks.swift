import Layers
import VAE

/// A decoder and a discriminator that are trained against each other, with their parameters.
struct AdversarialNetworks {
    /// The network for the batches' images or crops.
    let autoencoder: VariationalAutoencoder
    /// The parameters of the autoencoder, of which only the decoder's change.
    let parameters: Arena
    let discriminator: Discriminator
    let discriminatorParameters: Arena
    /// The shape of the whole images' latents, where crops are trained on.
    var wholeMap: LatentMap?
}
