import GreyImages
import Kernels
import Layers

/// The network of the velocity v(x, t, class) of a flow that carries standard normal noise at time 0 to latents at time 1.
///
/// Residual blocks over the latent map are scaled and shifted by an embedding of time and class, with self-attention
/// between them where the map is small. A latent vector is a map of one position. Of a large map, squares of positions are
/// folded into the channels of one, so that the network's cost grows little with the image. A network of long steps is also
/// told the size of a step, and gives the mean velocity over it.
///
/// Source: Lipman et al., 2023, arXiv:2210.02747; Liu et al., 2023, arXiv:2209.03003.
package struct VelocityNetwork: Sendable {
    package let configuration: FlowConfiguration
    package let shape: LatentMap
    package let layout: ParameterLayout
    package let stacks: StackSet
    /// From `[rows, featureCount]` to the condition of the trunk `[rows, blocks · 2 · width]`.
    let embedding: StackSet.Place
    let firstEmbeddingWeight: Slot  // [width, featureCount]
    /// From `[rows, positions, channels]` to the same.
    let trunk: StackSet.Place
    /// Subtracted from latents before the flow; measured, not learned.
    let centre: Slot  // [positions, channels]
    /// Divides latents before the flow; measured, not learned.
    let scale: Slot  // [channels]
    /// The gains of samples by frequency; measured, not learned. Nil for a network without them.
    let gain: Slot?  // [positions, channels]
    /// The mean latents of the classes, and of all, from which fitted steps start, on the flow's scale; measured, not learned.
    /// Nil for a network without them.
    let classMeans: Slot?  // [classes + 1, positions, channels]
    /// The weights of fitted steps; measured, not learned. Nil for a network without them.
    let stepWeights: Slot?  // [count, count + 1]

    /// The maximum number of positions for attention, whose cost grows with their square.
    private static let maximumAttended = 256

    package init(_ configuration: FlowConfiguration, latentMap: LatentMap?, latentCount: Int)
        throws(ConfigurationError)
    {
        try configuration.validate()
        let shape = latentMap ?? LatentMap(height: 1, width: 1, channels: latentCount)
        let pyramid = Pyramid(
            imageSize: ImageSize(width: shape.width, height: shape.height), levels: configuration.folds)
        let size = pyramid.sizes[configuration.folds]
        let (width, positions) = (configuration.width, size.pixelCount)
        // A fold of 2×2 positions has four times the channels.
        let foldedChannels = shape.channels << (2 * configuration.folds)
        let kernel = positions == 1 ? 1 : 3
        var layout = ParameterLayout()
        centre = layout.add("prior.centre", shape: [shape.positions, shape.channels], .zeros)
        scale = layout.add("prior.scale", shape: [shape.channels], .constant(1))
        let part = Modulation.conditionCount(channels: width)
        var stacks = StackSet()
        let embeddingPlace = layout.slots.count
        let embeddingStack = LayerStack { stack in
            stack.addDense(
                "prior.embedding1", inputs: Self.featureCount(configuration), outputs: width, .silu, in: &layout)
            stack.addDense("prior.embedding2", inputs: width, outputs: width, .silu, in: &layout)
            stack.add(
                Dense(
                    "prior.condition", inputs: width, outputs: configuration.blocks * part, activation: .identity,
                    in: &layout))
        }
        embedding = stacks.add(embeddingStack, needsInputGradient: false)
        firstEmbeddingWeight = layout.slots[embeddingPlace]
        func convolution(
            _ name: String, _ inputs: Int, _ outputs: Int, kernel: Int, in layout: inout ParameterLayout
        ) -> Convolution {
            Convolution(
                "prior." + name, window: .same(size, channels: inputs, kernel: kernel), outputs: outputs,
                activation: .identity, in: &layout)
        }
        /// The last convolution of a residual block, or of the network: it starts as zeros.
        func lastConvolution(
            _ name: String, _ outputs: Int, kernel: Int, in layout: inout ParameterLayout
        ) -> Convolution {
            Convolution(
                "prior." + name, window: .same(size, channels: width, kernel: kernel), outputs: outputs,
                initialScale: 0, in: &layout)
        }
        func normalization(_ name: String, in layout: inout ParameterLayout) -> GroupNormalization {
            GroupNormalization(
                "prior." + name, positions: positions, channels: width, groups: configuration.groups, in: &layout)
        }
        let trunkStack = LayerStack { stack in
            for (level, size) in pyramid.sizes.dropLast().enumerated() {
                stack.add(
                    PixelFold(height: size.height, width: size.width, channels: shape.channels << (2 * level)))
            }
            stack.add(convolution("first", foldedChannels, width, kernel: kernel, in: &layout))
            if positions > 1 {
                stack.add(PositionEmbedding("prior.position", positions: positions, channels: width, in: &layout))
            }
            for index in 0..<configuration.blocks {
                let name = "block\(index + 1)."
                stack.addResidual { block in
                    block.add(normalization(name + "normalization1", in: &layout))
                    block.add(Nonlinearity(.silu, count: positions * width))
                    block.add(convolution(name + "convolution1", width, width, kernel: kernel, in: &layout))
                    block.add(normalization(name + "normalization2", in: &layout))
                    block.add(Modulation(positions: positions, channels: width, offset: index * part))
                    block.add(Nonlinearity(.silu, count: positions * width))
                    block.add(lastConvolution(name + "convolution2", width, kernel: kernel, in: &layout))
                }
                guard index % 2 == 1, (2...Self.maximumAttended).contains(positions) else { continue }
                stack.addResidual { block in
                    block.add(normalization(name + "attention.normalization", in: &layout))
                    block.add(convolution(name + "attention.input", width, 3 * width, kernel: 1, in: &layout))
                    block.add(SelfAttention(positions: positions, channels: width, heads: configuration.heads))
                    block.add(lastConvolution(name + "attention.output", width, kernel: 1, in: &layout))
                }
            }
            stack.add(normalization("last.normalization", in: &layout))
            stack.add(Nonlinearity(.silu, count: positions * width))
            stack.add(lastConvolution("last", foldedChannels, kernel: kernel, in: &layout))
            for (level, size) in pyramid.sizes.dropLast().enumerated().reversed() {
                stack.add(
                    PixelFold(unfoldingTo: size.height, width: size.width, channels: shape.channels << (2 * level)))
            }
        }
        trunk = stacks.add(trunkStack)
        gain =
            configuration.matchesSpectrum == true
            ? layout.add("prior.gain", shape: [shape.positions, shape.channels], .constant(1)) : nil
        classMeans =
            configuration.fittedSteps?.keepsMeans == true
            ? layout.add(
                "prior.means", shape: [configuration.classNames.count + 1, shape.positions, shape.channels], .zeros)
            : nil
        stepWeights = configuration.fittedSteps.map { layout.add("prior.steps", shape: $0.weightShape, .zeros) }
        self.stacks = stacks
        self.configuration = configuration
        self.shape = shape
        self.layout = layout
    }

    /// Sets parameters to their values at the start of training. The size of a long step has no effect yet, so that long
    /// steps begin as the velocity, on which they are built.
    package func initialize(_ parameters: Arena, seed: UInt64) {
        layout.initialize(parameters, seed: seed)
        for row in 0..<configuration.width {
            parameters[firstEmbeddingWeight][row: row, of: featureCount][stepFeatures].fill(0)
        }
    }

    package var layers: [any Layer] { stacks.layers }

    /// Floats per row of the trunk's condition.
    var conditionCount: Int { stacks[embedding].outputCount }

    /// Dimensions of a latent.
    package var dimension: Int { shape.count }

    /// Floating-point operations of a forward pass over one latent.
    package var forwardOperations: Int { stacks.forwardOperations }

    /// The number of points of a lane, a power of two.
    package var pointsPerLane: Int {
        LaneSize(operations: forwardOperations, laneSlots: laneSlots, parameters: layout.parameterCount).images
    }

    /// The slots to whose gradients every lane adds, in an arena of its own.
    package var laneSlots: [Slot] { stacks.laneSlots }
}
