/// Where a lane's backward pass through a stack leaves what concerns the parameters.
public struct StackGradients: Sendable {
    /// The gradients that the lane adds up; those of the other slots are finished from the record.
    let lane: Arena
    let record: StackRecord
    /// The lane's first image in the batch.
    let firstImage: Int

    public init(lane: Arena, record: StackRecord, firstImage: Int) {
        self.lane = lane
        self.record = record
        self.firstImage = firstImage
    }

    func layer(_ index: Int) -> LayerGradients {
        LayerGradients(lane: lane, record: record.layers[index], batch: record.batch, firstImage: firstImage)
    }
}
