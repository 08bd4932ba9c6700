/// Images of a lane, a power of two: enough for its arithmetic to outweigh what its own arena of gradients and the dense
/// layers' weights, which pass through memory once a lane, cost in time.
public struct LaneSize: Sendable, Hashable {
    public let images: Int

    /// Forward operations of a lane for every element of its gradients: a few hundredths of the time are then spent on
    /// clearing and adding them.
    private static let operationsAGradient = 2000
    private static let operationsADenseWeight = 400
    private static let mostImages = 32

    /// - operations: of a forward pass over one image.
    /// - laneSlots: to whose gradients every lane adds.
    /// - parameters: all of them.
    public init(operations: Int, laneSlots: [Slot], parameters: Int) {
        let ownGradients = laneSlots.reduce(0) { $0 + $1.count }
        let needed = max(
            Self.operationsAGradient * ownGradients, Self.operationsADenseWeight * (parameters - ownGradients))
        var images = 1
        while images < Self.mostImages, images * operations < needed { images *= 2 }
        self.images = images
    }
}
