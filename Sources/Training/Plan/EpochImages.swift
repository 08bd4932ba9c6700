/// The images that each epoch takes: every training image once, as it is or as one of its varied copies, each in turn.
struct EpochImages {
    /// The training images themselves.
    let originals: [Int]
    /// The index of the first image's first copy. The copies of an image follow each other, in the order of the images.
    let firstCopy: Int
    let copiesPerImage: Int

    /// - Parameter epoch: The number of the epoch, counted from 1.
    subscript(epoch: Int) -> [Int] {
        originals.enumerated().map { place, original in
            // The images start at different copies, so that every epoch has a mixture.
            let turn = (epoch - 1 + place) % (copiesPerImage + 1)
            return turn == 0 ? original : firstCopy + place * copiesPerImage + turn - 1
        }
    }
}
