import GreyImages

/// The shape of one resolution of a ladder, and its place among the others.
struct LadderLevelShape: Sendable {
    /// The level's number, from the finest.
    let index: Int
    let level: LadderShape.Level
    let size: ImageSize
    /// The next finer level; nil at the finest, which reads the image.
    let finer: Neighbour?
    /// The next coarser level; nil at the top.
    let coarser: Neighbour?
    /// The size of the images.
    let image: ImageSize
    /// The number of groups above.
    let firstGroup: Int
    /// The number of latents above.
    let firstLatent: Int

    /// The size and width of a neighbouring level.
    struct Neighbour: Sendable {
        let size: ImageSize
        let width: Int
    }

    /// The shape of one of the level's groups.
    func group(_ number: Int) -> LadderGroupShape {
        LadderGroupShape(
            index: firstGroup + number, level: index, size: size, channels: level.channels, width: level.width,
            offset: firstLatent + number * size.pixelCount * level.channels, evidenceColumn: number * level.width / 2)
    }
}
