import VAE

/// How a batch is cut into lanes: by the model and the batch's size alone.
struct LaneCut: Sendable, Hashable {
    let count: Int
    /// Images of a full lane.
    let size: Int

    /// The most lanes of a batch: each has an arena of gradients.
    private static let mostLanes = 16

    init(_ network: VariationalAutoencoder, batch: Int) {
        let fewest = (batch + Self.mostLanes - 1) / Self.mostLanes
        size = min(batch, max(fewest, network.imagesPerLane))
        count = (batch + size - 1) / size
    }
}
