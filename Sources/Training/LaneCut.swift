import VAE

/// How a batch is cut into lanes: by the model and the batch's size alone.
struct LaneCut: Sendable, Hashable {
    let count: Int
    /// Images of a full lane.
    let size: Int

    /// The most lanes of a batch: each has an arena of gradients.
    private static let mostLanes = 16
    /// Lanes of a small batch, for as many threads.
    private static let leastLanes = 4

    init(_ network: VariationalAutoencoder, batch: Int) {
        let few = (batch + Self.mostLanes - 1) / Self.mostLanes
        let many = (batch + Self.leastLanes - 1) / Self.leastLanes
        size = max(few, min(many, network.imagesPerLane))
        count = (batch + size - 1) / size
    }
}
