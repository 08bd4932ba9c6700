/// How batches are cut into lanes. The cut follows from the network and the batch's size alone, never from the number of
/// threads.
package struct LaneCut: Sendable, Hashable {
    /// The maximum number of images in a batch.
    package let batch: Int
    /// The number of images in a full lane.
    package let size: Int
    /// The number of lanes of a full batch.
    package let count: Int

    /// The maximum number of lanes of a batch: each has an arena of gradients.
    private static let maximumCount = 16
    /// The number of lanes of a small batch, for as many threads.
    private static let minimumCount = 4

    /// - Parameter imagesPerLane: The number with which a lane's arithmetic outweighs the memory traffic of its gradients.
    package init(imagesPerLane: Int, batch: Int) {
        let few = (batch + Self.maximumCount - 1) / Self.maximumCount
        let many = (batch + Self.minimumCount - 1) / Self.minimumCount
        self.init(batch: batch, size: max(few, min(many, imagesPerLane)))
    }

    /// One lane that holds the whole batch.
    package init(whole batch: Int) { self.init(batch: batch, size: batch) }

    private init(batch: Int, size: Int) {
        self.batch = batch
        self.size = size
        count = (batch + size - 1) / size
    }

    /// The number of lanes of a batch, which may be smaller than a full one.
    package func laneCount(batch: Int) -> Int { (batch + size - 1) / size }

    /// The places in a batch that belong to a lane.
    package func places(of lane: Int, batch: Int) -> Range<Int> { lane * size..<min(batch, (lane + 1) * size) }
}
