import GreyImages
import Kernels
import Layers

/// The memory with which one worker takes a lane of up to `capacity` images, or draws of images, through the model,
/// allocated once.
public struct LaneWorkspace: Sendable {
    public let capacity: Int
    let pixelCount: Int
    let latentCount: Int
    let levels: Buffer  // [capacity, pixels]: integers
    let input: Buffer  // [capacity, pixels]: the same on -1...1
    let uniform: Buffer  // [pixels]
    public let noise: Buffer  // [capacity, latents]
    public let latents: Buffer  // [capacity, latents]
    let groupCount: Int
    let groupRates: SharedArray<Double>  // [capacity, groups]
    let distortions: SharedArray<Double>  // [capacity]
    /// Of every draw, its part of its image's importance weights.
    let importanceShares: SharedArray<Double>  // [capacity]
    /// Of every image, where the choice among its draws begins, on 0..<1.
    let choicePositions: SharedArray<Double>  // [capacity]
    /// What each draw weighs in the objective, and its rate.
    let imageWeights: SharedArray<Double>  // [capacity]
    let rateWeights: SharedArray<Float>  // [capacity]
    let outputGradient: Buffer  // [capacity, pixels · outputs]
    let stacks: [StackWorkspace]
    /// What the network's structure asks for, `[capacity, count]` each.
    let buffers: [Buffer]

    /// - backward: whether gradients are wanted too.
    public init(_ model: VariationalAutoencoder, capacity: Int, backward: Bool) {
        self.capacity = capacity
        pixelCount = model.pixelCount
        latentCount = model.configuration.latentCount
        levels = Buffer(count: capacity * pixelCount)
        input = Buffer(count: capacity * pixelCount)
        uniform = Buffer(count: pixelCount)
        noise = Buffer(count: capacity * latentCount)
        latents = Buffer(count: capacity * latentCount)
        groupCount = model.structure.groupCount
        groupRates = SharedArray(repeating: 0, count: capacity * groupCount)
        distortions = SharedArray(repeating: 0, count: capacity)
        importanceShares = SharedArray(repeating: 0, count: capacity)
        choicePositions = SharedArray(repeating: 0, count: capacity)
        imageWeights = SharedArray(repeating: 0, count: capacity)
        rateWeights = SharedArray(repeating: 0, count: capacity)
        outputGradient = Buffer(count: backward ? capacity * model.outputCount : 0)
        stacks = model.stacks.stacks.map { StackWorkspace($0, capacity: capacity, backward: backward) }
        buffers = model.structure.bufferCounts(backward: backward).map { Buffer(count: capacity * $0) }
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

    /// A draw's rate, of all groups together.
    func rate(_ index: Int) -> Double {
        var sum = 0.0
        for group in 0..<groupCount { sum += groupRates[index * groupCount + group] }
        return sum
    }

    /// Draws where the choice among the draws of the image in place `index` begins.
    public func drawChoicePosition(_ index: Int, from stream: RandomStream) {
        choicePositions[index] = Double(stream.words(blocks: 1)[0]) / 0x1p32
    }

    /// Fills the noise of draw `index` from an image's posterior.
    public func drawNoise(_ index: Int, from stream: RandomStream) {
        stream.fillNormal(noise[row: index, of: latentCount])
    }
}
