import Grisaille

extension SamplingError {
    /// The error with the options that mend it.
    var message: String {
        switch self {
        case .noClasses:
            "\(self): train it with --conditional, or give it such a prior with grisaille prior fit --conditional"
        case .unknownClass(let name, let known):
            "the model has no class ‘\(name)’; it has \(Text.list(known))"
        case .noConditions:
            "--condition needs a model whose prior is conditioned on columns of a table, and this one's isn't: train it "
                + "with --condition, or give it such a prior with grisaille prior fit --condition"
        case .unknownCondition(let name, let known):
            "--condition: the prior was trained on no column ‘\(name)’; it knows \(Text.list(known))"
        case .conditionNotANumber(let name, let text):
            "--condition \(name)=\(text): ‘\(text)’ isn't a number, and the column ‘\(name)’ holds numbers; write it "
                + "as in \(name)=1.5"
        case .unknownCategory(let name, let text, let known):
            "--condition \(name)=\(text): no image of the training had this value; choose \(Text.list(known))"
        case .poolTooSmall(let pool, let samples):
            "--pool \(pool) is fewer than the \(samples) samples to choose: raise it"
        case .poolTooLarge(_, let maximum):
            "--select dpp with --diversity below 0.5 takes a --pool of up to \(maximum): lower it, or choose --select greedy"
        case .equalImages:
            "--novelty needs images that differ, and these are all the same"
        case .fewerThanTwoGroups, .tooManyGroups:
            "\(self)"
        case .rareGroup(let name, let found, let wanted, let candidates):
            "of \(Text.grouped(candidates)) images that the model made only \(Text.grouped(found)) look like ‘\(name)’, where "
                + "\(Text.grouped(wanted)) are wanted: lower --to, or train a model with --conditional on these groups as "
                + "classes"
        case .copies(let refused, let candidates, let wanted):
            "of \(Text.grouped(candidates)) candidates \(Text.grouped(refused)) are too near to training images, and too "
                + "few are left for \(Text.count(wanted, "sample")): the model copies; train it on more images or for less "
                + "long, or ask for fewer samples"
        }
    }
}
