import Grisaille

extension TrainingError {
    /// The error with the options that mend it.
    var message: String {
        switch self {
        case .outOfBounds(let parameter, let bounds):
            "\(parameter.subject) must be \(bounds)"
        case .configuration(let error):
            error.message
        case .patienceWithoutValidation:
            "--patience needs held-out images: leave it or --validation 0 out"
        case .noShareForAutoencoder, .flowMissing:
            "\(self)"
        case .belongsToArchitecture(let parameter, let kinds):
            "\(parameter.subject) belongs to --architecture \(kinds.map(\.rawValue).joined(separator: " or "))"
        case .belongsToPrior(let parameter, let prior):
            "\(parameter.subject) belongs to --prior \(prior.rawValue)"
        case .oneHiddenLayer:
            "--architecture conv has one dense layer: give --hidden one number"
        case .ladderLevels(let parameter, let count, let needed, let size):
            "\(parameter.subject) names \(count) levels, and a ladder of \(size) images has \(needed), from half their sides "
                + "to one position"
        case .latentOfLadder:
            "a ladder's latents are those of its --groups: leave --latent out"
        case .priorOfLadder:
            "\(self): leave --prior out, or choose --architecture residual"
        case .adversarialNeeds(.convolutionalDecoder):
            "--adversarial needs a convolutional decoder with one latent: choose --architecture residual or conv"
        case .adversarialNeeds(.greyLevels):
            "--adversarial needs grey levels: choose --likelihood gaussian or logistic"
        case .adversarialNeeds(.largerImages):
            "--adversarial needs images of at least 8x8 pixels"
        case .cropNeeds(.latentMap):
            "--crop needs a convolutional network with a latent map: choose --architecture residual and --latent as in "
                + "8x8x8, or leave --crop out"
        case .cropNeeds(.oneDraw):
            "--crop and --importance-samples don't go together: leave one of them out"
        case .classesMissing:
            "the images have no classes: put those of each class into a sub-folder of its own (or give --labels), or "
                + "leave --conditional out"
        case .classesDiffer:
            "\(self): put those of each class into a sub-folder of its own (or give --labels)"
        case .conditionsDiffer:
            "\(self); resume with the same --condition and tables, or start anew with --force"
        case .componentsWithoutValidation:
            "\(self): give --prior-components"
        case .imagesUnlikeModel:
            "\(self): prepare them with --size and --bit-depth"
        case .structureOfModel(let parameter):
            "\(parameter.subject) is that of the model given by --from: leave it out"
        case .diverged(_, _, let best):
            "\(self); start anew with half the --learning-rate" + (best == nil ? "" : " and --force")
        case .refinementDiverged:
            "\(self): start anew with another --seed"
        case .imagesChanged:
            "\(self) such as --size; resume with the same, or start anew with --force"
        case .nothingToResume:
            "\(self); leave --resume out to start one"
        case .memory(let error, let parameters):
            "\(error); choose a smaller \(Self.alternatives(parameters.map(\.subject))), or fewer --threads"
        }
    }

    /// Alternatives in a row, each once: one option can set several parameters.
    private static func alternatives(_ names: [String]) -> String {
        let names = names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
        return names.dropLast().joined(separator: ", ") + (names.count > 1 ? " or " : "") + (names.last ?? "")
    }
}
