import Layers
import VAE

extension LaneCut {
    /// - Parameter draws: The number of draws of each image's latent. Each draw takes the place of an image.
    init(_ network: VariationalAutoencoder, batch: Int, draws: Int = 1) {
        self.init(imagesPerLane: max(1, network.imagesPerLane / draws), batch: batch)
    }
}
