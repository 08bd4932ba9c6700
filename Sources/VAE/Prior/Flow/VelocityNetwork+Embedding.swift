import GreyImages
import Kernels
import Platform

/// The inputs of the velocity network beside the point.
extension VelocityNetwork {
    /// The number of sines and cosines of the time, half of it each.
    private static let timeFeatures = 64

    /// Floats per row: `timeFeatures`, one per class, and those of a variation.
    static func featureCount(_ configuration: FlowConfiguration) -> Int {
        timeFeatures + configuration.classNames.count + configuration.variationCount
    }
    package var featureCount: Int { Self.featureCount(configuration) }

    /// Fills a row of `features` `[rows, featureCount]` with the time, the class and the variation: a one at the row's class,
    /// or two shares that sum to one where the row is between two classes, and zeros for an unchanged image.
    ///
    /// The frequencies of the time's sines and cosines fall geometrically from 1000 to 1.
    /// Source: Vaswani et al., 2017, arXiv:1706.03762, section 3.5.
    package func fillFeatures(
        _ features: Buffer, row: Int, time: Double, told priorClass: PriorClass, variation: ImageVariation = .none
    ) {
        let place = features[row: row, of: featureCount]
        let half = Self.timeFeatures / 2
        for index in 0..<half {
            let angle = time * 1000 * exp(-log(1000) * Double(index) / Double(half - 1))
            place[index] = Float(sin(angle))
            place[half + index] = Float(cos(angle))
        }
        place[Self.timeFeatures..<featureCount].fill(0)
        switch priorClass {
        case .any: break
        case .one(let index): place[Self.timeFeatures + index] = 1
        case .between(let first, let second, let share):
            place[Self.timeFeatures + first] += Float(1 - share)
            place[Self.timeFeatures + second] += Float(share)
        }
        guard variation != .none, let kinds = configuration.augmentation else { return }
        let values = variation.features(kinds)
        for (index, value) in values.enumerated() { place[featureCount - values.count + index] = value }
    }
}
