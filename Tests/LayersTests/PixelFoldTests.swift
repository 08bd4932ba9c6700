import Kernels
import Testing

@testable import Layers

@Suite struct PixelFoldTests {
    static let shapes = [(1, 1, 1), (4, 6, 1), (5, 7, 3), (2, 3, 9)]

    /// Row by row of a square, and zeros where an odd side has no pixel.
    @Test func squaresBecomeChannels() {
        let one = LayerCase(images: 1) { _ in PixelFold(height: 3, width: 3, channels: 1) }
        let pixels = Buffer([1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(one.forward(pixels, images: 1).values == [1, 2, 4, 5, 3, 0, 6, 0, 7, 8, 0, 0, 9, 0, 0, 0])
    }

    @Test(arguments: shapes) func unfoldingRestoresEveryImage(height: Int, width: Int, channels: Int) {
        let fold = LayerCase(images: 3) { _ in PixelFold(height: height, width: width, channels: channels) }
        let unfold = LayerCase(images: 3) { _ in
            PixelFold(unfoldingTo: height, width: width, channels: channels)
        }
        #expect(unfold.forward(fold.forward(), images: 3).values == fold.input.values)
    }

    @Test(arguments: shapes) func gradientsAndIndependence(height: Int, width: Int, channels: Int) {
        for layer in [
            PixelFold(height: height, width: width, channels: channels),
            PixelFold(unfoldingTo: height, width: width, channels: channels),
        ] {
            let one = LayerCase(images: 2) { _ in layer }
            one.expectGradients()
            one.expectIndependentImages()
        }
    }
}
