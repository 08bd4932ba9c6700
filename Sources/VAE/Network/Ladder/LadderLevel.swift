import GreyImages
import Kernels
import Layers

/// One resolution of a ladder: the image's way up to it, and the groups of the way down.
struct LadderLevel: Sendable {
    let positions: Int
    let width: Int
    /// From the next finer level, or the image, `[positions, width]`.
    let up: StackSet.Place
    /// What the image has to say to all groups' posteriors, `[positions, groups · width / 2]`.
    /// Nil where there are none.
    let evidence: StackSet.Place?
    /// From the next coarser level's last state; of the coarsest, from zeros. Where no groups follow it ends in blocks.
    let entry: StackSet.Place
    let groups: [LadderGroup]

    /// What leaves the level on the way down.
    var exit: StackSet.Place { groups.last?.block ?? entry }

    var evidenceColumns: Int { groups.count * width / 2 }

    /// - finer: the size and the width that the way up comes from; nil for an image.
    /// - coarser: the size and the width that the way down comes from; nil at the top.
    /// - firstGroup, firstLatent: how many are above.
    init(
        _ index: Int, shape: LadderShape, size: ImageSize, image: ImageSize, finer: (size: ImageSize, width: Int)?,
        coarser: (size: ImageSize, width: Int)?,
        firstGroup: Int, firstLatent: Int, stacks: inout StackSet, in layout: inout ParameterLayout
    ) {
        let name = "level\(index + 1)."
        let level = shape.levels[index]
        let width = level.width
        positions = size.pixelCount
        self.width = width
        up = stacks.add(
            LayerStack { stack in
                if let finer {
                    stack.add(Resampling(shrinking: finer.size.sides, to: size.sides, channels: finer.width))
                    if finer.width != width {
                        stack.addPointwise(name + "up.width", size: size, from: finer.width, to: width, in: &layout)
                    }
                } else {
                    stack.add(PixelFold(height: image.height, width: image.width, channels: 1))
                    stack.add(
                        Convolution(
                            name + "first", window: .same(size, channels: 4, kernel: 3), outputs: width,
                            activation: .identity, in: &layout))
                }
                for block in 0..<level.blocks {
                    stack.addBottleneckBlock(name + "up.block\(block + 1)", size: size, width: width, in: &layout)
                }
            }, .image, needsInputGradient: finer != nil)
        evidence =
            level.groups == 0
            ? nil
            : stacks.add(
                LayerStack { stack in
                    stack.add(Nonlinearity(.silu, count: size.pixelCount * width))
                    stack.addPointwise(
                        name + "evidence", size: size, from: width, to: level.groups * width / 2, in: &layout)
                }, .image)
        entry = stacks.add(
            LayerStack { stack in
                if let coarser {
                    if coarser.width != width {
                        stack.addPointwise(
                            name + "down.width", size: coarser.size, from: coarser.width, to: width, in: &layout)
                    }
                    stack.add(Resampling(growing: coarser.size.sides, to: size.sides, channels: width))
                }
                stack.add(
                    PositionEmbedding(name + "position", positions: size.pixelCount, channels: width, in: &layout))
                for block in 0..<(level.groups == 0 ? level.blocks : 0) {
                    stack.addBottleneckBlock(name + "down.block\(block + 1)", size: size, width: width, in: &layout)
                }
            }, .draw, needsInputGradient: coarser != nil)
        groups = (0..<level.groups).map { group in
            LadderGroup(
                name + "group\(group + 1)", index: firstGroup + group, level: index, size: size,
                channels: level.channels, width: width,
                offset: firstLatent + group * size.pixelCount * level.channels,
                evidenceColumn: group * width / 2, stacks: &stacks, in: &layout)
        }
    }
}

extension LadderGroup {
    /// A group's columns in an image's evidence or its gradient, `[images, positions, evidenceColumns]`.
    func evidence(in evidence: Buffer, image: Int, _ level: LadderLevel) -> Buffer {
        let count = level.positions * level.evidenceColumns
        return evidence[image * count + evidenceColumn..<(image + 1) * count]
    }
}

extension ImageSize {
    fileprivate var sides: (height: Int, width: Int) { (height, width) }
}
