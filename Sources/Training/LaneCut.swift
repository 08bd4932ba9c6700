import VAE

/// How a batch is cut into lanes: by the model and the batch's size alone.
struct LaneCut: Sendable, Hashable {
    /// Lanes of a full batch.
    let count: Int
    /// Images of a full lane.
    let size: Int

    /// The most lanes of a batch: each has an arena of gradients.
    private static let mostLanes = 16
    /// Lanes of a small batch, for as many threads.
    private static let leastLanes = 4

    /// - draws: of every image's latent, each of which takes an image's place.
    init(_ network: VariationalAutoencoder, batch: Int, draws: Int = 1) {
        self.init(imagesPerLane: max(1, network.imagesPerLane / draws), batch: batch)
    }

    /// - imagesPerLane: as many as make a lane's arithmetic outweigh its gradients' way through memory.
    init(imagesPerLane: Int, batch: Int) {
        let few = (batch + Self.mostLanes - 1) / Self.mostLanes
        let many = (batch + Self.leastLanes - 1) / Self.leastLanes
        size = max(few, min(many, imagesPerLane))
        count = (batch + size - 1) / size
    }

    /// Lanes of a batch that may be smaller.
    func laneCount(batch: Int) -> Int { (batch + size - 1) / size }

    /// The places in a batch of that size that belong to a lane.
    func places(of lane: Int, batch: Int) -> Range<Int> { lane * size..<min(batch, (lane + 1) * size) }
}
