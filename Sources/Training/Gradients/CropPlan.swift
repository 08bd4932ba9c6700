import GreyImages
import Kernels
import VAE

/// The crops of images that an autoencoder is trained on. With them, the cost of a step doesn't grow with the image.
///
/// The corners of the crops lie on the grid of the latent map, so that a crop meets the same strides as the whole image.
/// At the far sides of an image whose sides aren't multiples of the grid, crops end with the image instead.
struct CropPlan: Sendable {
    /// The size of the whole images.
    let image: ImageSize
    /// The size of the crops, a multiple of the grid.
    let size: ImageSize
    /// Pixels per latent position on each side.
    let grid: Int

    /// - Parameters:
    ///   - configuration: The model's configuration.
    ///   - side: The maximum side of a crop; nil for whole images.
    /// - Returns: Nil if the images are not larger than the crops, or if the network can't be trained on crops.
    init?(_ configuration: ModelConfiguration, side: Int?) {
        guard let side, let grid = configuration.reduction else { return nil }
        let rounded = max(grid, side / grid * grid)
        image = configuration.imageSize
        self.grid = grid
        size = ImageSize(width: min(rounded, image.width), height: min(rounded, image.height))
        guard size != image else { return nil }
    }

    /// The number of pixels of an image per pixel of a crop. Sums over a crop are multiplied by it to stand for the image.
    var scale: Double { Double(image.pixelCount) / Double(size.pixelCount) }

    /// The region of a crop. It depends on the stream alone.
    ///
    /// Every place on the grid from which a crop overlaps the image is equally likely, and a crop that juts out is moved
    /// inside. So borders are covered about as often as the middle.
    ///
    /// - Parameters:
    ///   - draws: Room for two numbers; changed.
    ///   - staysOnGrid: Whether crops that end with the image, off the grid, are left out.
    func region(from stream: RandomStream, draws: Buffer, staysOnGrid: Bool = false) -> PixelRegion {
        stream.fillUniform(draws)
        func corner(_ draw: Float, _ whole: Int, _ part: Int) -> Int {
            let room = whole - part
            let last = staysOnGrid ? room / grid : (room + grid - 1) / grid
            let outside = part == whole ? 0 : (part + grid - 1) / grid - 1
            let count = last + 1 + 2 * outside
            let place = min(count - 1, Int(draw * Float(count))) - outside
            return min(room, min(max(place, 0), last) * grid)
        }
        return PixelRegion(
            row: corner(draws[0], image.height, size.height), column: corner(draws[1], image.width, size.width),
            size: size)
    }
}
