/// Where a lane's backward passes through the stacks of a set leave what concerns the parameters.
package struct StackSetGradients: Sendable {
    /// The lane's own sums, added to in the set's `laneSlots` alone; the gradients of the other slots are finished from
    /// the record.
    package let lane: Arena
    package let rows: RecordRows

    package init(lane: Arena, rows: RecordRows) {
        self.lane = lane
        self.rows = rows
    }

    /// The part for one stack.
    package subscript(place: StackSet.Place) -> StackGradients { rows.record.gradients(place, lane: lane, rows: rows) }
}
