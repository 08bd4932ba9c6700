import GreyImages

/// The shape of a flow prior's velocity network.
package struct FlowConfiguration: Sendable, Hashable, Codable {
    /// Channels of its residual blocks.
    package var width: Int
    package var blocks: Int
    /// The side of the squares of latent positions that it takes as one position; nil for 1, as in older files.
    package var patch: Int?
    /// The classes that it is conditioned on; empty for none.
    package var classNames: [String]
    /// Whether its layers predict only what the best linear prediction of the velocity leaves; nil for no, as in older files.
    package var predictsRest: Bool?
    /// The kinds of change that it is told of; nil for none, as in older files.
    package var augmentation: [AugmentationKind]?
    /// The long steps that it learns beside the velocity; nil for none, as in older files.
    package var longSteps: LongSteps?
    /// The quantities besides the class that it is conditioned on; nil for none, as in older files.
    package var conditions: [PriorCondition]?
    /// Whether samples are brought to the spectrum of the training images' latents; nil for no, as in older files.
    package var matchesSpectrum: Bool?
    /// The steps of samples, once they are fitted; nil for none, as in older files.
    package var fittedSteps: FittedSteps?

    package init(
        width: Int = 128, blocks: Int = 5, patch: Int? = nil, classNames: [String] = [], predictsRest: Bool? = nil,
        augmentation: [AugmentationKind]? = nil, longSteps: LongSteps? = LongSteps(),
        conditions: [PriorCondition]? = nil, matchesSpectrum: Bool? = nil, fittedSteps: FittedSteps? = nil
    ) {
        self.width = width
        self.blocks = blocks
        self.patch = patch
        self.classNames = classNames
        self.predictsRest = predictsRest
        self.augmentation = augmentation
        self.longSteps = longSteps
        self.conditions = conditions
        self.matchesSpectrum = matchesSpectrum
        self.fittedSteps = fittedSteps
    }

    /// The fitted steps that samples take; nil to follow the flow with a solver.
    package func fittedSteps(for transport: Transport) -> FittedSteps? {
        guard transport.takesFittedSteps, let fittedSteps, fittedSteps.allow(guidance: transport.guidance) else {
            return nil
        }
        return fittedSteps
    }

    /// Groups of channels that are normalised together, and heads of attention.
    var groups: Int { 8 }
    var heads: Int { 4 }

    /// The number of values that tell it how an image was changed.
    var variationCount: Int { (augmentation ?? []).reduce(0) { $0 + $1.featureCount } }

    /// The number of values that tell it of its conditions.
    var conditionFeatureCount: Int { (conditions ?? []).reduce(0) { $0 + $1.featureCount } }

    /// The number of times that 2×2 positions are folded into one.
    var folds: Int { (patch ?? 1).trailingZeroBitCount }

    private static let patches = 1...64
    /// The maximum number of positions that remain with the default patch: the cost of a step then doesn't grow with the
    /// image.
    private static let maximumPositions = 256

    /// The smallest patch that leaves few positions of a latent map; nil for a map that is small by itself.
    package static func defaultPatch(for map: LatentMap) -> Int? {
        var patch = 1
        func folded(_ side: Int) -> Int { (side + patch - 1) / patch }
        while patch < patches.upperBound, folded(map.height) * folded(map.width) > maximumPositions { patch *= 2 }
        return patch == 1 ? nil : patch
    }

    /// Checks what a user or a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    package func validate() throws(ConfigurationError) {
        guard (8...4096).contains(width), width % 8 == 0 else { throw .flowWidth(width) }
        guard (1...64).contains(blocks) else { throw .outOfRange(.flowBlocks, value: blocks, range: 1...64) }
        if let patch {
            guard Self.patches.contains(patch) else {
                throw .outOfRange(.flowPatch, value: patch, range: Self.patches)
            }
            guard patch.nonzeroBitCount == 1 else { throw .flowPatch(patch) }
        }
        guard classNames.count <= 65_536 else {
            throw .outOfRange(.classCount, value: classNames.count, range: 0...65_536)
        }
        try ClassName.check(classNames)
        try longSteps?.validate()
        try fittedSteps?.validate()
        try PriorCondition.check(conditions ?? [])
    }
}
