/// How an array's dimensions are those of images.
struct ImageArrayLayout: Equatable {
    let count: Int
    let size: ImageSize
    /// Values a pixel: 1 of grey, 2 of grey and alpha, 3 of colour, 4 of colour and alpha.
    let channels: Int
    /// Whether a pixel's values stand beside each other: `[count, height, width, channels]`, rather than
    /// `[count, channels, height, width]`.
    let isInterleaved: Bool

    /// An image's sides from which on a dimension of few entries beside them is one of channels.
    private static let clearSide = 8

    /// - Throws: ``NumpyError/shape(path:found:remedy:)`` where it isn't clear what the dimensions are.
    init(shape: [Int], path: String) throws(NumpyError) {
        func trouble(_ remedy: String) -> NumpyError { .shape(path: path, found: shape, remedy: remedy) }
        // More dimensions than any layout has: those of one entry say nothing.
        var sides = shape.count > 4 ? shape.filter { $0 != 1 } : shape
        guard !sides.contains(0) else { throw trouble("an array of images has at least one") }
        if sides.count == 2 { sides.insert(1, at: 0) }
        if sides.count == 3, [1, 3].contains(sides[2]), min(sides[0], sides[1]) >= Self.clearSide {
            sides.insert(1, at: 0)
        }
        switch sides.count {
        case 3: self.init(sides[0], sides[1], sides[2])
        case 4 where sides[1] == 1: self.init(sides[0], sides[2], sides[3])
        // One channel or three come more often than two or four, and last more often than second.
        case 4 where [1, 3].contains(sides[3]): self.init(sides[0], sides[1], sides[2], channels: sides[3])
        case 4 where sides[1] == 3: self.init(sides[0], sides[2], sides[3], channels: 3, isInterleaved: false)
        case 4 where [2, 4].contains(sides[3]): self.init(sides[0], sides[1], sides[2], channels: sides[3])
        case 4 where [2, 4].contains(sides[1]):
            self.init(sides[0], sides[2], sides[3], channels: sides[1], isInterleaved: false)
        case 4...:
            let (height, width) = (sides[sides.count - 2], sides[sides.count - 1])
            throw trouble("for the slices of volumes save array.reshape(-1, \(height), \(width)) instead")
        default:
            throw trouble("save it as [images, height, width] instead, with array.reshape(-1, height, width)")
        }
    }

    private init(_ count: Int, _ height: Int, _ width: Int, channels: Int = 1, isInterleaved: Bool = true) {
        self.count = count
        size = ImageSize(width: width, height: height)
        self.channels = channels
        self.isInterleaved = isInterleaved
    }

    /// Whether a shape is that of several images, rather than of labels or of one image.
    static func isImages(_ shape: [Int]) -> Bool { shape.count > 2 && !shape.contains(0) }

    /// Where a channel of a pixel is.
    @inline(__always)
    func index(image: Int, pixel: Int, channel: Int) -> Int {
        isInterleaved
            ? (image * size.pixelCount + pixel) * channels + channel
            : (image * channels + channel) * size.pixelCount + pixel
    }
}
