import Layers

/// Where a lane's backward pass leaves what concerns the parameters.
public struct NetworkGradients: Sendable {
    /// Added to, in the network's `laneSlots` alone; the other slots' gradients are finished from the record.
    let lane: Arena
    let record: BatchRecord
    /// The lane's first image in the batch.
    let firstImage: Int

    public init(lane: Arena, record: BatchRecord, firstImage: Int) {
        self.lane = lane
        self.record = record
        self.firstImage = firstImage
    }

    func stack(_ place: StackSet.Place) -> StackGradients {
        StackGradients(lane: lane, record: record.stacks[place], firstImage: firstImage)
    }
}
