import Kernels

extension Pyramid {
    /// The 4×4 window of stride 2 between one level and the next smaller one.
    func window(_ level: Int, channels: Int) -> ConvolutionWindow {
        ConvolutionWindow(
            height: sizes[level].height, width: sizes[level].width, channels: channels, kernel: 4, stride: 2,
            padding: 1)
    }
}
