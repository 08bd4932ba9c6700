import Kernels
import Testing

@Suite struct ConvolutionWindowTests {
    /// Odd and even sides, one pixel, windows larger than the image, strides 1 and 2.
    static let windows: [ConvolutionWindow] = [1, 3, 4].flatMap { kernel in
        [1, 2].flatMap { stride in
            [(1, 1, 1), (2, 3, 3), (5, 7, 2), (8, 8, 5), (1, 9, 17), (6, 5, 16)].map { height, width, channels in
                ConvolutionWindow(
                    height: height, width: width, channels: channels, kernel: kernel, stride: stride,
                    padding: kernel == 1 ? 0 : 1)
            }
        }
    }

    /// Every element of a window is the pixel under it, or zero beside the image.
    @Test(arguments: KernelSet.all, windows)
    func unfoldingFollowsTheDefinition(kernels: KernelSet, window: ConvolutionWindow) {
        var random = RandomSource(seed: 1)
        let images = random.floats(2 * window.imageCount)
        let columns = Buffer(count: 2 * window.positions * window.elements)
        columns.fill(.nan)
        window.unfold(Buffer(images), count: 2, into: columns, kernels: kernels)
        var expected: [Float] = []
        for image in 0..<2 {
            for y in 0..<window.outputHeight {
                for x in 0..<window.outputWidth {
                    for ky in 0..<window.kernel {
                        for kx in 0..<window.kernel {
                            let row = y * window.stride + ky - window.padding
                            let column = x * window.stride + kx - window.padding
                            let isInside = (0..<window.height).contains(row) && (0..<window.width).contains(column)
                            for channel in 0..<window.channels {
                                let pixel = (image * window.height + row) * window.width + column
                                expected.append(isInside ? images[pixel * window.channels + channel] : 0)
                            }
                        }
                    }
                }
            }
        }
        #expect(columns.values == expected)
    }

    /// ⟨unfold(x), y⟩ = ⟨x, fold(y)⟩: what makes gradients and transposed convolutions right.
    @Test(arguments: KernelSet.all, windows)
    func foldingIsTheAdjointOfUnfolding(kernels: KernelSet, window: ConvolutionWindow) {
        var random = RandomSource(seed: 2)
        let images = random.floats(3 * window.imageCount)
        let rows = random.floats(3 * window.positions * window.elements)
        let unfolded = Buffer(count: rows.count)
        window.unfold(Buffer(images), count: 3, into: unfolded, kernels: kernels)
        let folded = Buffer(count: images.count)
        folded.fill(.nan)
        window.fold(Buffer(rows), count: 3, into: folded, kernels: kernels)
        func dot(_ x: [Float], _ y: [Float]) -> Double { zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        expectClose(dot(unfolded.values, rows), dot(images, folded.values), absolute: 1e-5 * Double(images.count))
    }

    @Test func outputSidesAreTheInputsDividedByTheStrideAndRoundedUp() {
        let window = ConvolutionWindow(height: 7, width: 8, channels: 3, kernel: 4, stride: 2, padding: 1)
        #expect((window.outputHeight, window.outputWidth) == (4, 4))
        #expect((window.positions, window.elements, window.imageCount) == (16, 48, 168))
    }
}
