import GreyImages
import Platform
import VAE

/// An error that prevents training from starting or continuing.
public enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
    case outOfBounds(TrainingParameter, ParameterBounds)
    case configuration(ConfigurationError)
    /// Patience counts epochs without a better validation, so images must be held out.
    case patienceWithoutValidation
    /// The other stages' shares of the run leave less than a hundredth for the autoencoder.
    case noShareForAutoencoder
    /// A parameter that only some architectures have.
    case belongsToArchitecture(ModelParameter, [Architecture.Kind])
    /// A parameter that only one prior has.
    case belongsToPrior(TrainingParameter, TrainedPrior)
    /// A `conv` network has one dense layer.
    case oneHiddenLayer
    /// A list with too many or too few entries for a ladder's levels.
    case ladderLevels(ModelParameter, count: Int, needed: Int, size: ImageSize)
    /// A ladder's latents follow from its groups and can't be given.
    case latentOfLadder
    /// A ladder's levels are its prior, which can't be replaced.
    case priorOfLadder
    case adversarialNeeds(AdversarialNeed)
    /// A requirement for training on crops that the network or the objective doesn't meet.
    case cropNeeds(CropNeed)
    case classesMissing
    /// The classes that the prior is conditioned on differ from those of the images.
    case classesDiffer
    /// The prior is conditioned on attributes, and the interrupted run had other values of them.
    case conditionsDiffer(state: String, names: [String])
    /// The number of a mixture's components is chosen on held-out images, and there are none.
    case componentsWithoutValidation
    case flowMissing
    /// The images differ in size or bit depth from the model that training starts from.
    case imagesUnlikeModel(images: ImageSize, BitDepth, model: ImageSize, BitDepth)
    /// A parameter of the structure of the model that training starts from, which can't change.
    case structureOfModel(TrainingParameter)
    case refinementDiverged(stage: TrainingStage, step: Int)
    case diverged(step: Int, epoch: Int, bestEpoch: Int?)
    case imagesChanged(state: String)
    case nothingToResume(path: String)
    /// Less memory is available than training takes. Smaller values of the parameters, or fewer threads, take less.
    case memory(MemoryError, smaller: [TrainingParameter])

    /// A requirement for training the decoder against a discriminator.
    public enum AdversarialNeed: Sendable, Hashable {
        case convolutionalDecoder
        /// A gaussian or logistic likelihood.
        case greyLevels
        /// Images of at least 8×8 pixels.
        case largerImages
    }

    /// A requirement for training on crops.
    public enum CropNeed: Sendable, Hashable {
        /// A residual network with a latent map, whose parameters don't depend on the image's size.
        case latentMap
        /// One draw of each image's latent: the bound of several draws is not a sum over crops.
        case oneDraw
    }

    public var description: String {
        switch self {
        case .outOfBounds(let parameter, let bounds):
            "\(parameter.name) must be \(bounds)"
        case .configuration(let error):
            "\(error)"
        case .patienceWithoutValidation:
            "patience needs held-out images"
        case .noShareForAutoencoder:
            "the shares of the other stages leave less than a hundredth of the run for the autoencoder"
        case .belongsToArchitecture(let parameter, let kinds):
            "\(parameter.name) belongs to the architecture \(kinds.map(\.rawValue).joined(separator: " or "))"
        case .belongsToPrior(let parameter, let prior):
            "\(parameter.name) belongs to the prior \(prior.rawValue)"
        case .oneHiddenLayer:
            "a conv network has one dense layer"
        case .ladderLevels(let parameter, let count, let needed, let size):
            "\(parameter.name) is given for \(count) levels, and a ladder of \(size) images has \(needed)"
        case .latentOfLadder:
            "a ladder's latents are those of its groups"
        case .priorOfLadder:
            "a ladder has a prior of its own, which stays"
        case .adversarialNeeds(.convolutionalDecoder):
            "adversarial training needs a convolutional decoder with one latent"
        case .adversarialNeeds(.greyLevels):
            "adversarial training needs a gaussian or logistic likelihood"
        case .adversarialNeeds(.largerImages):
            "adversarial training needs images of at least 8x8 pixels"
        case .cropNeeds(.latentMap):
            "training on crops needs a residual network with a latent map"
        case .cropNeeds(.oneDraw):
            "training on crops needs one importance sample"
        case .classesMissing:
            "the images have no classes: put those of each class into a folder of its own"
        case .classesDiffer:
            "the prior's classes are not those of the images"
        case .conditionsDiffer(let state, let names):
            "\(state): the images have other values of \(names.joined(separator: ", ")) than when the run was started"
        case .componentsWithoutValidation:
            "without held-out images the number of the prior's components must be given"
        case .flowMissing:
            "the settings of the flow to fit are missing"
        case .imagesUnlikeModel(let images, let depth, let model, let modelDepth):
            "the images are \(images) with \(depth.rawValue) bits, and the model to start from is of \(model) with "
                + "\(modelDepth.rawValue) bits"
        case .structureOfModel(let parameter):
            "\(parameter.name) is that of the model to start from"
        case .diverged(let step, let epoch, let best):
            "the objective became infinite or not a number in step \(step) of epoch \(epoch)"
                + (best == nil
                    ? "" : ", also with the learning rate halved \(TrainingProgress.maximumRecoveries) times")
                + (best.map { "; the best model until then, that of epoch \($0), is kept" } ?? "")
        case .refinementDiverged(let stage, let step):
            "the training of the \(stage.rawValue) became infinite or not a number in step \(step); the model as it was "
                + "before is kept"
        case .imagesChanged(let state):
            "\(state): the run was started with other images, or read them with other options"
        case .nothingToResume(let path):
            "\(path): there is no interrupted run to resume"
        case .memory(let error, let parameters):
            "\(error); reduce \(parameters.map(\.name).joined(separator: ", ")) or the number of threads"
        }
    }
}
