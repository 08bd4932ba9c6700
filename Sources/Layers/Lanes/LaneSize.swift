/// The number of images of a lane, a power of two: enough for the arithmetic to outweigh the memory traffic of the lane's
/// own gradients and of the dense layers' weights, which are read once per lane.
package struct LaneSize: Sendable, Hashable {
    package let images: Int

    /// Forward operations of a lane per element of its gradients. A few hundredths of the time then go to clearing and
    /// adding them.
    private static let operationsPerGradient = 2000
    private static let operationsPerDenseWeight = 400
    private static let maximumImages = 32

    /// - Parameters:
    ///   - operations: Those of a forward pass over one image.
    ///   - laneSlots: The slots to whose gradients every lane adds.
    ///   - parameters: The number of all parameters.
    package init(operations: Int, laneSlots: [Slot], parameters: Int) {
        let ownGradients = laneSlots.reduce(0) { $0 + $1.count }
        let needed = max(
            Self.operationsPerGradient * ownGradients, Self.operationsPerDenseWeight * (parameters - ownGradients))
        var images = 1
        while images < Self.maximumImages, images * operations < needed { images *= 2 }
        self.images = images
    }
}
