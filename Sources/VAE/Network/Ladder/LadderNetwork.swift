import GreyImages
import Kernels
import Layers

/// A hierarchy of latents, from one position to half the image's sides. On the bottom-up path an image leaves evidence on
/// every level. On the top-down path each group's prior depends on all groups above it, and its posterior also on the
/// evidence.
///
/// Source: Sønderby et al., 2016, arXiv:1602.02282; Kingma et al., 2016, arXiv:1606.04934; Child, 2021,
/// arXiv:2011.10650.
struct LadderNetwork: Sendable {
    /// The finest first.
    let levels: [LadderLevel]
    /// From the finest level's last state to the outputs that the likelihood reads.
    let output: StackSet.Place
    let stacks: StackSet
    let latentCount: Int
    let buffers: LadderBuffers

    init(
        _ shape: LadderShape, _ configuration: ModelConfiguration, likelihood: any Likelihood,
        in layout: inout ParameterLayout
    ) {
        let sizes = LadderShape.sizes(for: configuration.imageSize)
        var stacks = StackSet()
        var levels: [LadderLevel] = []
        // Groups and latents are numbered from the top.
        var groups = shape.levels.reduce(0) { $0 + $1.groups }
        var latents = shape.latentCount(for: configuration.imageSize)
        latentCount = latents
        for (index, size) in sizes.enumerated() {
            groups -= shape.levels[index].groups
            latents -= shape.levels[index].groups * shape.levels[index].channels * size.pixelCount
            func neighbour(_ index: Int) -> LadderLevelShape.Neighbour? {
                sizes.indices.contains(index)
                    ? LadderLevelShape.Neighbour(size: sizes[index], width: shape.levels[index].width) : nil
            }
            let levelShape = LadderLevelShape(
                index: index, level: shape.levels[index], size: size, finer: neighbour(index - 1),
                coarser: neighbour(index + 1), image: configuration.imageSize, firstGroup: groups,
                firstLatent: latents)
            levels.append(LadderLevel(levelShape, stacks: &stacks, in: &layout))
        }
        output = stacks.add(
            LayerStack { stack in
                let (size, width) = (sizes[0], shape.levels[0].width)
                let image = configuration.imageSize
                let scaleIsShared = configuration.likelihood.sharesScale
                let outputsPerPixel = scaleIsShared ? 1 : likelihood.outputsPerPixel
                stack.add(Nonlinearity(.silu, count: size.pixelCount * width))
                stack.add(
                    Convolution(
                        "output1", window: .same(size, channels: width, kernel: 3), outputs: width,
                        activation: .identity, in: &layout))
                stack.add(Nonlinearity(.silu, count: size.pixelCount * width))
                stack.addPointwise("output2", size: size, from: width, to: 4 * outputsPerPixel, in: &layout)
                stack.add(
                    PixelFold(unfoldingTo: image.height, width: image.width, channels: outputsPerPixel))
                if scaleIsShared { stack.add(SharedScale("output.scale", pixels: image.pixelCount, in: &layout)) }
            }, .draws)
        self.levels = levels
        self.stacks = stacks
        buffers = LadderBuffers(levels)
    }
}

extension LadderNetwork {
    /// A group's latents, `[rows, positions, channels]`.
    func latents(_ group: LadderGroup, _ pass: NetworkPass) -> Buffer {
        pass.buffer(buffers.latents[group.shape.index], count: group.latentCount)
    }
    /// The statistics of a group's prior, `[rows, 2, positions, channels]`.
    func statistics(_ group: LadderGroup, _ pass: NetworkPass) -> Buffer {
        pass.buffer(buffers.statistics[group.shape.index], count: 2 * group.latentCount)
    }

    /// A group's part of a row of noise or latents.
    func part(_ group: LadderGroup, of rows: Buffer, row: Int) -> Buffer {
        let first = row * latentCount + group.shape.offset
        return rows[first..<first + group.latentCount]
    }
}
