import Kernels

/// Layers whose parameters are few for what an image has to do with them: every lane adds its gradients up.
extension Layer {
    public var recordCount: Int { 0 }
    public var finishingParts: Int { 0 }
    public func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena) {}
}
