import GreyImages
import Layers
import Testing
import VAE

@testable import Training

@Suite struct LaneCutTests {
    private static let architectures: [Architecture] = [
        .mlp(hidden: [400]), .conv(channels: [32, 32, 64, 64], hidden: 256), .conv(channels: [4], hidden: 8),
    ]

    /// Every image is in a lane, no lane is empty, and at least a few threads have work, whatever the batch.
    @Test(arguments: architectures, [1, 2, 3, 4, 7, 16, 17, 64, 100, 256, 5000])
    func lanesHoldTheBatch(architecture: Architecture, batch: Int) throws {
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: architecture, imageSize: ImageSize(width: 28, height: 28), bitDepth: .eight,
                latentCount: 5, likelihood: .bernoulli))
        let cut = LaneCut(network, batch: batch)
        #expect(cut.count * cut.size >= batch && (cut.count - 1) * cut.size < batch)
        #expect(cut.count <= 16)
        #expect(cut.count >= min(batch, 4) - 1)
    }
}
