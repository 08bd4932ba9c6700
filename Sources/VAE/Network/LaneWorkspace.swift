import GreyImages
import Kernels
import Layers

/// The memory with which one worker takes a lane of up to `capacity` images through the model, allocated once.
public struct LaneWorkspace: Sendable {
    public let capacity: Int
    let pixelCount: Int
    let levels: Buffer  // [capacity, pixels]: integers
    let input: Buffer  // [capacity, pixels]: the same on -1...1
    let uniform: Buffer  // [pixels]
    public let noise: Buffer  // [capacity, latents]
    public let latents: Buffer  // [capacity, latents]
    let rates: SharedArray<Double>  // [capacity]
    let encoder: StackWorkspace
    let decoder: StackWorkspace
    let outputGradient: Buffer  // [capacity, pixels · outputs]
    let latentGradient: Buffer  // [capacity, latents]
    let rawGradient: Buffer  // [capacity, 2 · latents]

    /// - backward: whether gradients are wanted too.
    public init(_ model: VariationalAutoencoder, capacity: Int, backward: Bool) {
        let latentCount = model.configuration.latentCount
        self.capacity = capacity
        pixelCount = model.pixelCount
        levels = Buffer(count: capacity * pixelCount)
        input = Buffer(count: capacity * pixelCount)
        uniform = Buffer(count: pixelCount)
        noise = Buffer(count: capacity * latentCount)
        latents = Buffer(count: capacity * latentCount)
        rates = SharedArray(repeating: 0, count: capacity)
        encoder = StackWorkspace(model.encoder.stack, capacity: capacity, backward: backward)
        decoder = StackWorkspace(model.decoder.stack, capacity: capacity, backward: backward)
        outputGradient = Buffer(count: backward ? capacity * model.decoder.stack.outputCount : 0)
        latentGradient = Buffer(count: backward ? capacity * latentCount : 0)
        rawGradient = Buffer(count: backward ? 2 * capacity * latentCount : 0)
    }

    /// Puts an image of a data set in place `index` of the lane, drawn as a binary one where the model wants such.
    ///
    /// - binarization: the model's; the draw comes from `stream`.
    public func load(
        _ image: Int, of images: ImageDataset, at index: Int, binarization: Binarization, from stream: RandomStream
    ) {
        let place = levels[row: index, of: pixelCount]
        place.withMutableSpan { images.copyLevels(of: image, into: &$0) }
        if binarization == .dynamic {
            stream.fillUniform(uniform)
            KernelSet.current.binarize(place, uniform: uniform, maximumLevel: images.bitDepth.maximumLevel)
        }
    }

    /// Fills the noise with which the image in place `index` is drawn from its posterior.
    public func drawNoise(_ index: Int, from stream: RandomStream) {
        stream.fillNormal(noise[row: index, of: noise.count / capacity])
    }
}
