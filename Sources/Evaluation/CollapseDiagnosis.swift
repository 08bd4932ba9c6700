import GreyImages
import VAE

/// The likeliest reason why a model's posterior is its prior, by what its images look like.
public enum CollapseDiagnosis: Sendable, Hashable {
    /// All images are equal.
    case equalImages
    /// Images differ by less than a fiftieth of their range.
    case likeImages(deviation: Double)
    /// All but a hundredth of the pixels lie within a small part of the range.
    case narrowLevels(common: LevelRange, range: LevelRange)
    /// Pixels beside each other have little to do with each other.
    case noise(correlation: Double)
    /// Training was over before latents could be of use.
    case fewSteps(Int)
    /// Nothing about the images is odd.
    case objective(beta: Double)

    /// Latents begin to carry something after some hundred steps.
    private static let fewestSteps = 500

    /// - images: those that the model was trained on.
    public init(of model: Model, images: ImageStatistics) {
        let (range, levels) = (model.configuration.levels, images.levels)
        // The common levels: from the hundredth up to the last hundredth of the pixels.
        let common = LevelRange(minimum: levels.quantile(0.01), maximum: levels.quantile(0.99))
        if images.distinctImageCount == 1 {
            self = .equalImages
        } else if images.deviationBetweenImages < 0.02 * Double(min(range.span, max(1, common.span))) {
            self = .likeImages(deviation: images.deviationBetweenImages)
        } else if 10 * common.span < range.span, common.span > 0 {
            self = .narrowLevels(common: common, range: range)
        } else if let correlation = images.neighbourCorrelation, correlation < 0.2 {
            self = .noise(correlation: correlation)
        } else if model.facts.steps < Self.fewestSteps {
            self = .fewSteps(model.facts.steps)
        } else {
            self = .objective(beta: model.facts.beta)
        }
    }
}
