/// Why samples can't be made as requested.
public enum SamplingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The model's prior knows no classes.
    case noClasses
    case unknownClass(String, known: [String])
    /// The model's prior knows no conditions.
    case noConditions
    case unknownCondition(String, known: [String])
    case conditionNotANumber(String, text: String)
    case unknownCategory(String, text: String, known: [String])
    case poolTooSmall(Int, samples: Int)
    /// A k-DPP of weak diversity is drawn from a whole kernel, which has a maximum size.
    case poolTooLarge(Int, maximum: Int)
    /// Novelty is measured between images that differ, and the training images are all the same.
    case equalImages
    /// The images have fewer than two groups to make equal.
    case fewerThanTwoGroups
    case tooManyGroups(Int, maximum: Int)
    /// A group that hardly ever comes up.
    case rareGroup(String, found: Int, wanted: Int, candidates: Int)
    /// Too few candidates are novel.
    case copies(refused: Int, candidates: Int, wanted: Int)

    public var description: String {
        switch self {
        case .noClasses:
            "the model's prior knows no classes"
        case .unknownClass(let name, let known):
            "the model has no class ‘\(name)’; it has \(known.joined(separator: ", "))"
        case .noConditions:
            "the model's prior knows no conditions besides classes"
        case .unknownCondition(let name, let known):
            "the model's prior has no condition ‘\(name)’; it has \(known.joined(separator: ", "))"
        case .conditionNotANumber(let name, let text):
            "the condition ‘\(name)’ is a number, and ‘\(text)’ isn't one"
        case .unknownCategory(let name, let text, let known):
            "the condition ‘\(name)’ was never ‘\(text)’ in training; it was \(known.joined(separator: ", "))"
        case .poolTooSmall(let pool, let samples):
            "a pool of \(pool) candidates is fewer than the \(samples) samples to choose"
        case .poolTooLarge(let pool, let maximum):
            "a pool of \(pool) candidates is more than the \(maximum) from which a k-DPP of a diversity below 0.5 can be drawn"
        case .equalImages:
            "novelty needs training images that differ, and these are all the same"
        case .fewerThanTwoGroups:
            "the images have fewer than two groups"
        case .tooManyGroups(let count, let maximum):
            "there are \(count) groups, and the maximum is \(maximum)"
        case .rareGroup(let name, let found, let wanted, let candidates):
            "of \(candidates) candidates \(found) look like ‘\(name)’, and \(wanted) are wanted"
        case .copies(let refused, let candidates, let wanted):
            "of \(candidates) candidates \(refused) are too near to training images, and too few are left for \(wanted) samples"
        }
    }
}
