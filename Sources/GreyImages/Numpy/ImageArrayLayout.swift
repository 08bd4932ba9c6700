/// Which dimensions of an array are images, rows, columns and channels.
struct ImageArrayLayout: Equatable {
    let count: Int
    let size: ImageSize
    /// Values per pixel: 1 for grey, 2 for grey and alpha, 3 for colour, 4 for colour and alpha.
    let channels: Int
    /// Whether the channels of a pixel are adjacent: `[count, height, width, channels]` rather than
    /// `[count, channels, height, width]`.
    let isInterleaved: Bool

    /// The side from which on a small last dimension counts as channels rather than as columns.
    private static let clearSide = 8

    /// Interprets the shape of an array.
    ///
    /// - Throws: `NumpyError/shape(path:found:remedy:)` if the meaning of the dimensions isn't clear.
    init(shape: [Int], path: String) throws(NumpyError) {
        func trouble(_ remedy: String) -> NumpyError { .shape(path: path, found: shape, remedy: remedy) }
        // If there are more than four dimensions, those of one entry are ignored.
        var sides = shape.count > 4 ? shape.filter { $0 != 1 } : shape
        guard !sides.contains(0) else { throw trouble("an array of images has at least one") }
        if sides.count == 2 { sides.insert(1, at: 0) }
        if sides.count == 3, [1, 3].contains(sides[2]), min(sides[0], sides[1]) >= Self.clearSide {
            sides.insert(1, at: 0)
        }
        switch sides.count {
        case 3: self.init(sides[0], sides[1], sides[2])
        case 4 where sides[1] == 1: self.init(sides[0], sides[2], sides[3])
        // One or three channels are more common than two or four, and the last place more common than the second.
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

    /// Whether a shape can be that of several images, rather than of labels or of one image.
    static func isImages(_ shape: [Int]) -> Bool { shape.count > 2 && !shape.contains(0) }

    /// The index of a channel of a pixel in the array.
    @inline(__always)
    func index(image: Int, pixel: Int, channel: Int) -> Int {
        isInterleaved
            ? (image * size.pixelCount + pixel) * channels + channel
            : (image * channels + channel) * size.pixelCount + pixel
    }
}
