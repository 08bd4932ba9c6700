import Layers
import VAE

extension LaneCut {
    /// - Parameter draws: The number of draws of every image's latent, each of which takes an image's place.
    init(_ network: VariationalAutoencoder, batch: Int, draws: Int = 1) {
        self.init(imagesPerLane: max(1, network.imagesPerLane / draws), batch: batch)
    }
}
