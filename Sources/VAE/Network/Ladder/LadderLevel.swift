import GreyImages
import Kernels
import Layers

/// One resolution of a ladder: the bottom-up stacks that an image passes through, and the groups of the top-down path.
struct LadderLevel: Sendable {
    let positions: Int
    let width: Int
    /// From the next finer level or the image to `[positions, width]`.
    let up: StackSet.Place
    /// The image's contribution to the posteriors of all groups, `[positions, groups · width / 2]`; nil where the level has
    /// no groups.
    let evidence: StackSet.Place?
    /// From the next coarser level's last state; at the coarsest level, from zeros. Where the level has no groups, it ends
    /// in blocks.
    let entry: StackSet.Place
    let groups: [LadderGroup]

    /// The last stack of the level on the top-down path.
    var exit: StackSet.Place { groups.last?.block ?? entry }

    var evidenceColumns: Int { groups.count * width / 2 }

    init(_ shape: LadderLevelShape, stacks: inout StackSet, in layout: inout ParameterLayout) {
        let name = "level\(shape.index + 1)."
        let (level, size, width) = (shape.level, shape.size, shape.level.width)
        positions = size.pixelCount
        self.width = width
        up = stacks.add(
            LayerStack { stack in
                if let finer = shape.finer {
                    stack.add(Resampling(shrinking: finer.size.sides, to: size.sides, channels: finer.width))
                    if finer.width != width {
                        stack.addPointwise(name + "up.width", size: size, from: finer.width, to: width, in: &layout)
                    }
                } else {
                    stack.add(PixelFold(height: shape.image.height, width: shape.image.width, channels: 1))
                    stack.add(
                        Convolution(
                            name + "first", window: .same(size, channels: 4, kernel: 3), outputs: width,
                            activation: .identity, in: &layout))
                }
                for block in 0..<level.blocks {
                    stack.addBottleneckBlock(name + "up.block\(block + 1)", size: size, width: width, in: &layout)
                }
            }, .images, needsInputGradient: shape.finer != nil)
        evidence =
            level.groups == 0
            ? nil
            : stacks.add(
                LayerStack { stack in
                    stack.add(Nonlinearity(.silu, count: size.pixelCount * width))
                    stack.addPointwise(
                        name + "evidence", size: size, from: width, to: level.groups * width / 2, in: &layout)
                }, .images)
        entry = stacks.add(
            LayerStack { stack in
                if let coarser = shape.coarser {
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
            }, .draws, needsInputGradient: shape.coarser != nil)
        groups = (0..<level.groups).map { group in
            LadderGroup(name + "group\(group + 1)", shape.group(group), stacks: &stacks, in: &layout)
        }
    }
}
