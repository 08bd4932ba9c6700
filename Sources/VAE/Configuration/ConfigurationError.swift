import GreyImages

/// Why no model can be built as asked.
public enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    case outOfRange(name: String, value: Int, range: ClosedRange<Int>)
    case tooManyConvolutions(Int, size: ImageSize)
    case binarizationWithoutBernoulli
    case bernoulliDepth
    case componentsWithoutMixture
    case pseudoInputsOfLadder
    case blocksAndChannels(Int, Int)
    case mapOfVectors(String)
    case flowWidth(Int)
    case className(String, ClassName.Fault)
    case repeatedClass(String)
    case levelRange(LevelRange, BitDepth)
    case levelRangeOfTwoLevels
    case ladderSide(ImageSize)
    case ladderWidth(Int)
    case ladderLevels(Int, needed: Int, size: ImageSize)
    /// A map that doesn't come of that many halvings.
    case latentMap(LatentMap, size: ImageSize, possible: [ImageSize], levels: Int)

    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let range):
            "the \(name) \(value) is not within \(range.lowerBound)...\(range.upperBound)"
        case .tooManyConvolutions(let count, let size):
            "\(count) convolutions halve \(size) images below one pixel: name fewer with --channels"
        case .binarizationWithoutBernoulli:
            "binary images need the likelihood of two levels: add --likelihood bernoulli, or leave --binarize out"
        case .bernoulliDepth:
            "the likelihood of two levels and binary images want 8-bit levels: add --bit-depth 8 --levels auto, or choose "
                + "--likelihood gaussian, logistic or mixture"
        case .componentsWithoutMixture:
            "components are those of a mixture: add --likelihood mixture or autoregressive, or leave --components out"
        case .pseudoInputsOfLadder:
            "a ladder's levels are a prior of their own: leave --prior vamp out, or choose another --architecture"
        case .blocksAndChannels(let blocks, let channels):
            "--blocks names \(blocks) levels and --channels \(channels): give each level one number of both"
        case .mapOfVectors(let architecture):
            "the latent of the \(architecture) architecture is a vector: give --latent one number, or choose "
                + "--architecture residual"
        case .levelRange(let range, let bitDepth):
            "the levels \(range.description) are no range of two or more within 0...\(bitDepth.maximumLevel)"
        case .levelRangeOfTwoLevels:
            "a range of levels goes with the likelihoods of grey levels, not with bernoulli"
        case .ladderSide(let size):
            "a ladder needs images of at least \(LadderShape.smallestSide)x\(LadderShape.smallestSide) pixels, and these are \(size): "
                + "bring them to a larger size with --size, or choose --architecture residual or mlp"
        case .ladderWidth(let width):
            "a ladder's width of \(width) is no even number within 2...2048"
        case .ladderLevels(let count, let needed, let size):
            "a ladder has \(needed) levels on \(size) images, from half their sides to one position, and --blocks or "
                + "--groups names \(count)"
        case .className(let name, let fault):
            "the class ‘\(name)’ has no folder's name: it \(fault)"
        case .repeatedClass(let name):
            "the class ‘\(name)’ is named twice"
        case .flowWidth(let width):
            "a flow's width of \(width) is no multiple of 8 within 8...4096"
        case .latentMap(let map, let size, let possible, let levels):
            "a latent map of \(map.height)x\(map.width) does not come of halving \(size) images "
                + "\(levels == 1 ? "once" : "\(levels) times"): possible are "
                + possible.enumerated().map { index, side in
                    "\(side.height)x\(side.width) with \(index + 1) \(index == 0 ? "level" : "levels") of --channels"
                }.joined(separator: ", ")
        }
    }
}
