import GreyImages

/// Why a model can't be built as its configuration says.
public enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    case outOfRange(ModelParameter, value: Int, range: ClosedRange<Int>)
    case tooManyConvolutions(Int, size: ImageSize)
    case binarizationWithoutBernoulli
    /// The likelihood of two levels takes 8-bit images alone.
    case bernoulliDepth
    case componentsWithoutMixture
    case pseudoInputsOfLadder
    /// The levels that the blocks name, and those that the channels name.
    case blocksAndChannels(Int, Int)
    /// A latent map where the architecture has a latent vector.
    case mapOfVectors(Architecture.Kind)
    case flowWidth(Int)
    /// A patch of a flow that isn't a power of two.
    case flowPatch(Int)
    /// Long steps of a flow whose number isn't a power of two, or whose guidance is impossible.
    case longSteps
    /// Fitted steps whose times aren't in order, or whose guidance is impossible.
    case fittedSteps
    case className(String, NameFault)
    case condition(String, ConditionFault)
    case repeatedCondition(String)
    case repeatedClass(String)
    case levelRange(LevelRange, BitDepth)
    case levelRangeOfTwoLevels
    case ladderSide(ImageSize)
    case ladderWidth(Int)
    case ladderLevels(Int, needed: Int, size: ImageSize)
    /// A map that doesn't come of that many halvings.
    case latentMap(LatentMap, size: ImageSize, possible: [ImageSize], levels: Int)

    /// Why a class's name can't, or shouldn't, be a folder's.
    public enum NameFault: Sendable, Hashable, CustomStringConvertible {
        case empty
        /// `.` or `..`.
        case relative
        case slash
        case null
        case tooLong(bytes: Int)
        case control

        public var description: String {
            switch self {
            case .empty: "is empty"
            case .relative: "stands for another folder"
            case .slash: "holds a slash"
            case .null: "holds a null byte"
            case .tooLong(let bytes): "is \(bytes) bytes long, and a folder's name at most \(ClassName.maximumBytes)"
            case .control: "holds a control character"
            }
        }
    }

    public var description: String {
        switch self {
        case .outOfRange(let parameter, let value, let range):
            "\(parameter.name) must be within \(range.lowerBound)...\(range.upperBound), and is \(value)"
        case .tooManyConvolutions(let count, let size):
            "\(count) convolutions halve \(size) images below one pixel"
        case .binarizationWithoutBernoulli:
            "binary images need the bernoulli likelihood"
        case .bernoulliDepth:
            "the bernoulli likelihood and binary images need 8-bit levels"
        case .componentsWithoutMixture:
            "only the mixture and autoregressive likelihoods have components"
        case .pseudoInputsOfLadder:
            "a ladder's levels are its prior, so it takes no pseudo-inputs"
        case .blocksAndChannels(let blocks, let channels):
            "there are blocks for \(blocks) levels and channels for \(channels)"
        case .mapOfVectors(let architecture):
            "the latent of the \(architecture.rawValue) architecture is a vector, not a map"
        case .levelRange(let range, let bitDepth):
            "the levels \(range.description) are not a range of two or more within 0...\(bitDepth.maximumLevel)"
        case .levelRangeOfTwoLevels:
            "the bernoulli likelihood takes no range of levels"
        case .ladderSide(let size):
            "a ladder needs images of at least \(LadderShape.smallestSide)x\(LadderShape.smallestSide) pixels, and these "
                + "are \(size)"
        case .ladderWidth(let width):
            "a ladder's width must be an even number within 2...2048, and is \(width)"
        case .ladderLevels(let count, let needed, let size):
            "a ladder of \(size) images has \(needed) levels, and \(count) are given"
        case .className(let name, let fault):
            "the class ‘\(name)’ can't be the name of a folder: it \(fault)"
        case .repeatedClass(let name):
            "the class ‘\(name)’ is named twice"
        case .condition(let name, let fault):
            "the condition ‘\(name)’ \(fault)"
        case .repeatedCondition(let name):
            "the condition ‘\(name)’ is named twice"
        case .flowWidth(let width):
            "the width of the flow must be a multiple of 8 within 8...4096, and is \(width)"
        case .flowPatch(let patch):
            "the patch of the flow must be a power of two, and is \(patch)"
        case .longSteps:
            "the maximum number of the flow's long steps must be a power of two within 1...1024, their guidance within "
                + "0...100, and its start within 0...1"
        case .fittedSteps:
            "the times of the flow's fitted steps must rise from 0 to below 1, 64 at most, and their guidance be within "
                + "0...100, and 1 if none is guided"
        case .latentMap(let map, let size, let possible, let levels):
            "a latent map of \(map.height)x\(map.width) does not come of halving \(size) images "
                + "\(levels == 1 ? "once" : "\(levels) times"): possible are "
                + possible.enumerated().map { index, side in
                    "\(side.height)x\(side.width) with \(index + 1) \(index == 0 ? "level" : "levels") of channels"
                }.joined(separator: ", ")
        }
    }
}
