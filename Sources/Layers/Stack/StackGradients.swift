/// Where a lane's backward pass through a stack leaves what concerns the parameters.
package struct StackGradients: Sendable {
    /// The lane's own sums; the gradients of the other slots are finished from the record.
    let lane: Arena
    let record: StackRecord
    /// The lane's own rows of the record.
    let rows: Range<Int>

    func layer(_ index: Int) -> LayerGradients {
        LayerGradients(
            lane: lane,
            record: LayerRecord(values: record.layers[index], capacity: record.capacity, rows: rows))
    }
}
