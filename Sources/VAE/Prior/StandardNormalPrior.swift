import Kernels

/// Independent standard normal latents.
public struct StandardNormalPrior: Prior {
    public init() {}

    public func draw(from stream: RandomStream, temperature: Double, into latent: Buffer) {
        stream.fillNormal(latent)
        KernelSet.current.scale(latent, by: Float(temperature), offset: 0, into: latent)
    }
}
