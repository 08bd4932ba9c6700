import CKernels

/// The geometry of a convolution with a square kernel over NHWC images, where `outputSide = ceil(inputSide / stride)`: any
/// side can be halved and then restored.
package struct ConvolutionWindow: Sendable, Hashable {
    package let height: Int
    package let width: Int
    package let channels: Int
    package let kernel: Int
    package let stride: Int
    /// The number of zeros above and to the left of the image. Below and to the right there are as many as needed.
    package let padding: Int

    package init(height: Int, width: Int, channels: Int, kernel: Int, stride: Int, padding: Int) {
        precondition(height > 0 && width > 0 && channels > 0 && kernel > 0 && stride > 0 && padding >= 0)
        self.height = height
        self.width = width
        self.channels = channels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
    }

    package var outputHeight: Int { (height + stride - 1) / stride }
    package var outputWidth: Int { (width + stride - 1) / stride }
    /// The number of positions of the window in one image.
    package var positions: Int { outputHeight * outputWidth }
    /// Floats under the window: kernel · kernel · channels.
    package var elements: Int { kernel * kernel * channels }
    /// Floats of one image.
    package var imageCount: Int { height * width * channels }

    private var native: grisaille_window {
        grisaille_window(
            height: height, width: width, channels: channels, output_height: outputHeight, output_width: outputWidth,
            kernel: kernel, stride: stride, padding: padding)
    }

    /// Copies the windows of every image to rows: `[images · positions, elements]` from `[images, imageCount]`.
    package func unfold(_ images: Buffer, count: Int, into columns: Buffer, kernels: KernelSet = .current) {
        precondition(images.count >= count * imageCount && columns.count >= count * positions * elements)
        var window = native
        for image in 0..<count {
            kernels.loops.unfold(
                columns.base + image * positions * elements, images.base + image * imageCount, &window)
        }
    }

    /// Adds rows of windows to the images, which start as zeros: the adjoint of `unfold`.
    package func fold(_ columns: Buffer, count: Int, into images: Buffer, kernels: KernelSet = .current) {
        precondition(images.count >= count * imageCount && columns.count >= count * positions * elements)
        var window = native
        images.prefix(count * imageCount).fill(0)
        for image in 0..<count {
            kernels.loops.fold(images.base + image * imageCount, columns.base + image * positions * elements, &window)
        }
    }
}
