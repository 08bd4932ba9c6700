/// A lane's own rows in a batch's record.
///
/// Only a record makes one, from the lane's number, and backward passes check that they record as many rows. So no two
/// lanes of a batch write to the same place.
package struct RecordRows: Sendable {
    let record: StackSetRecord
    /// The lane's places in the batch.
    package let places: Range<Int>
    /// Rows of the record in front of the batch's.
    let offset: Int

    init(record: StackSetRecord, places: Range<Int>, offset: Int) {
        self.record = record
        self.places = places
        self.offset = offset
    }
}
