import GreyImages
import Kernels

/// The sizes that an image takes when it is halved again and again, odd sides rounded up.
struct Pyramid {
    /// The image's own size first.
    let sizes: [ImageSize]

    init(imageSize: ImageSize, levels: Int) {
        var sizes = [imageSize]
        for _ in 0..<levels {
            let last = sizes[sizes.count - 1]
            sizes.append(ImageSize(width: (last.width + 1) / 2, height: (last.height + 1) / 2))
        }
        self.sizes = sizes
    }

    /// The sizes that a latent map can have, a level each.
    var mapSizes: [ImageSize] { Array(sizes.dropFirst()) }

    /// The 4×4 window of stride 2 that leads from one level to the next lower one, and back.
    func window(_ level: Int, channels: Int) -> ConvolutionWindow {
        ConvolutionWindow(
            height: sizes[level].height, width: sizes[level].width, channels: channels, kernel: 4, stride: 2,
            padding: 1)
    }
}
