import GreyImages
import VAE

/// The most likely reason why a model's posterior collapsed onto its prior, by the look of the images.
package enum CollapseDiagnosis: Sendable, Hashable {
    /// All images are equal.
    case equalImages
    /// Images differ by less than a fiftieth of their range.
    case likeImages(deviation: Double)
    /// All but a hundredth of the pixels lie within a small part of the range.
    case narrowLevels(common: LevelRange, range: LevelRange)
    /// Neighbouring pixels are hardly correlated.
    case noise(correlation: Double)
    /// Training took that many steps, too few for latents to be of use.
    case fewSteps(Int)
    /// The images show no reason, so that the objective is at fault.
    case objective(beta: Double)

    /// Latents begin to carry information after a few hundred steps.
    private static let fewestSteps = 500

    /// - Parameter images: Statistics of the images that the model was trained on.
    package init(of model: Model, images: ImageStatistics) {
        let (range, levels) = (model.configuration.levels, images.levels)
        // The levels of all pixels but the lowest and the highest hundredth.
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
