import Grisaille

/// Tables that were read, and the columns of each that a prior is conditioned on.
struct ConditionTables {
    let columns: [(table: LabelTable, name: String)]

    /// The images with the values of the columns as their attributes.
    ///
    /// - Throws: `LabelTableError`.
    func describe(_ images: ImageDataset) throws -> ImageDataset {
        images.with(
            attributes: try columns.map { try ImageAttribute($0.table.column($0.name, for: images.names)) })
    }
}
