import Grisaille

extension ConfigurationError {
    /// The error with the options that mend it.
    var message: String {
        switch self {
        case .outOfRange(.convolutionCount, let count, let range):
            "--channels names \(count) convolutions; there are \(range.lowerBound) to \(range.upperBound)"
        case .outOfRange(.hiddenLayerCount, let count, let range):
            "--hidden names \(count) layers; there are \(range.lowerBound) to \(range.upperBound)"
        case .outOfRange(let parameter, let value, let range):
            "\(parameter.subject) must be within \(range.lowerBound)...\(range.upperBound), and is \(value)"
        case .tooManyConvolutions:
            "\(self): name fewer with --channels"
        case .binarizationWithoutBernoulli:
            "\(self): add --likelihood bernoulli, or leave --binarize out"
        case .bernoulliDepth:
            "\(self): add --bit-depth 8 --levels auto, or choose --likelihood gaussian, logistic or mixture"
        case .componentsWithoutMixture:
            "\(self): add --likelihood mixture or autoregressive, or leave --components out"
        case .pseudoInputsOfLadder:
            "\(self): leave --prior vamp out, or choose another --architecture"
        case .blocksAndChannels(let blocks, let channels):
            "--blocks names \(blocks) levels and --channels \(channels): give each level one number of both"
        case .mapOfVectors:
            "\(self): give --latent one number, or choose --architecture residual"
        case .flowWidth:
            "--flow-width must be a multiple of 8 within 8...4096"
        case .flowPatch(let patch):
            "--flow-patch must be a power of two, and is \(patch)"
        case .ladderSide:
            "\(self): bring them to a larger size with --size, or choose --architecture residual or mlp"
        case .ladderWidth:
            "\(self): change --channels"
        case .ladderLevels:
            "\(self): change --channels, --blocks, --groups and --group-channels"
        case .condition(let name, let fault):
            "--condition: the column ‘\(name)’ \(fault): choose another column, or leave it out"
        case .latentMap:
            "\(self): change --latent or --channels"
        case .className, .repeatedClass, .repeatedCondition, .levelRange, .levelRangeOfTwoLevels, .longSteps,
            .fittedSteps:
            "\(self)"
        }
    }
}
