import GreyImages
import Kernels
import Layers

/// The memory that one worker needs to take a lane of up to `capacity` images or draws through a network, allocated once.
package struct LaneWorkspace: Sendable {
    package let capacity: Int
    let pixelCount: Int
    let latentCount: Int
    let levels: Buffer  // [capacity, pixels]: integers
    let input: Buffer  // [capacity, pixels]: on -1...1
    let uniform: Buffer  // [pixels]
    package let noise: Buffer  // [capacity, latents]
    package let latents: Buffer  // [capacity, latents]
    let groupCount: Int
    let groupRates: SharedArray<Double>  // [capacity, groups]
    let distortions: SharedArray<Double>  // [capacity]
    /// Every draw's share of its image's importance weights.
    let importanceShares: SharedArray<Double>  // [capacity]
    /// The position, on 0..<1, at which the choice among every image's draws begins.
    let choicePositions: SharedArray<Double>  // [capacity]
    /// The weight of each draw in the objective.
    let imageWeights: SharedArray<Double>  // [capacity]
    /// The weight of each draw's rate.
    let rateWeights: SharedArray<Float>  // [capacity]
    let outputGradient: Buffer  // [capacity, pixels · outputs]
    let stacks: StackSetWorkspace
    /// The buffers that the network's structure asks for, `[capacity, count]` each.
    let buffers: [Buffer]

    /// - Parameter backward: Whether gradients are needed too.
    package init(_ model: VariationalAutoencoder, capacity: Int, backward: Bool) {
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
        stacks = StackSetWorkspace(model.stacks, capacity: capacity, backward: backward)
        buffers = model.structure.bufferCounts(backward: backward).map { Buffer(count: capacity * $0) }
    }

    /// Puts an image of a data set in place `index` of the lane. A model of binary images gets a binary image, drawn from
    /// `stream`.
    ///
    /// - Parameter region: The part of the image to load; nil for the whole.
    package func load(
        _ image: Int, of images: ImageDataset, in region: PixelRegion? = nil, at index: Int,
        binarization: Binarization, from stream: RandomStream
    ) {
        let place = levels[row: index, of: pixelCount]
        place.withMutableSpan { levels in
            if let region {
                images.copyLevels(of: image, in: region, into: &levels)
            } else {
                images.copyLevels(of: image, into: &levels)
            }
        }
        if binarization == .dynamic {
            stream.fillUniform(uniform)
            KernelSet.current.binarize(place, uniform: uniform, maximumLevel: images.bitDepth.maximumLevel)
        }
    }

    /// A draw's rate, summed over all groups.
    func rate(_ index: Int) -> Double {
        var sum = 0.0
        for group in 0..<groupCount { sum += groupRates[index * groupCount + group] }
        return sum
    }

    /// Draws the position at which the choice among the draws of the image in place `index` begins.
    package func drawChoicePosition(_ index: Int, from stream: RandomStream) {
        choicePositions[index] = Double(stream.words(blocks: 1)[0]) / 0x1p32
    }

    /// Fills the noise of draw `index`.
    package func drawNoise(_ index: Int, from stream: RandomStream) {
        stream.fillNormal(noise[row: index, of: latentCount])
    }
}
