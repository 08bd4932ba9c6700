import GreyImages

/// The sizes of an image that is halved repeatedly, with odd sides rounded up.
struct Pyramid {
    /// The sizes, from the image's own on.
    let sizes: [ImageSize]

    init(imageSize: ImageSize, levels: Int) {
        var sizes = [imageSize]
        for _ in 0..<levels {
            let last = sizes[sizes.count - 1]
            sizes.append(ImageSize(width: (last.width + 1) / 2, height: (last.height + 1) / 2))
        }
        self.sizes = sizes
    }

    /// The sizes that a latent map can have, one per level.
    var mapSizes: [ImageSize] { Array(sizes.dropFirst()) }
}

extension ImageSize {
    /// The sides as layers take them.
    package var sides: (height: Int, width: Int) { (height, width) }
}
