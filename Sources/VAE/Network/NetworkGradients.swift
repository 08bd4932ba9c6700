import Kernels
import Layers

/// Where a lane's backward pass leaves what concerns the parameters.
public struct NetworkGradients: Sendable {
    /// Added to, in the network's `laneSlots` alone; the other slots' gradients are finished from the record.
    let lane: Arena
    let record: BatchRecord
    /// Added to: of the prior's components, where the network learns them.
    let components: Buffer?
    /// The lane's first image in the batch.
    let firstImage: Int

    /// - lane: the number and the arena of one of the batch's lanes.
    public init(lane: (index: Int, arena: Arena), record: BatchRecord, firstImage: Int) {
        self.lane = lane.arena
        self.record = record
        self.firstImage = firstImage
        components = record.clearedComponents(lane: lane.index)
    }

    func stack(_ place: StackSet.Place) -> StackGradients {
        StackGradients(
            lane: lane, record: record.stacks[place], firstImage: record.first(of: place.turn, image: firstImage))
    }
}
