import GreyImages

/// The shape of one group of a ladder's latents, and its place among all groups.
struct LadderGroupShape: Sendable {
    /// The group's number among all groups, from the top.
    let index: Int
    /// The number of the group's level, from the finest.
    let level: Int
    /// The level's size.
    let size: ImageSize
    /// Latents at every position.
    let channels: Int
    let width: Int
    /// The start of the group's latents in a row of all latents.
    let offset: Int
    /// The first of the group's columns in the level's evidence.
    let evidenceColumn: Int

    var positions: Int { size.pixelCount }
    /// Latents of one image.
    var latentCount: Int { positions * channels }
    var middle: Int { width / 2 }
    /// Columns of the prior's output.
    var priorColumns: Int { 2 * channels + width }
}
