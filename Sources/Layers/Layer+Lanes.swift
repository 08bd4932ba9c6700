import Kernels

/// Layers whose parameters are few for what an image has to do with them: every lane adds its gradients up.
extension Layer {
    public var recordCount: Int { 0 }
    public var finishingParts: Int { 0 }
    public func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena) {}
}

extension Buffer {
    /// The part of a `[images, count]` buffer that belongs to some of the images.
    subscript(images: Range<Int>, each count: Int) -> Buffer {
        self[images.lowerBound * count..<images.upperBound * count]
    }
}
