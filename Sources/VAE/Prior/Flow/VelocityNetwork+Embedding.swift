import GreyImages
import Kernels
import Platform

/// The inputs of the velocity network beside the point.
extension VelocityNetwork {
    /// The number of sines and cosines of the time, half of it each.
    private static let timeFeatures = 64

    /// Floats per row: `timeFeatures`, one per class, those of a variation, those of the conditions, and as many as of the
    /// time for the size of a long step, if there are any.
    static func featureCount(_ configuration: FlowConfiguration) -> Int {
        timeFeatures + configuration.classNames.count + configuration.variationCount
            + configuration.conditionFeatureCount + (configuration.longSteps == nil ? 0 : timeFeatures)
    }
    package var featureCount: Int { Self.featureCount(configuration) }

    /// The features of a variation; empty for a network that isn't told of any.
    private var variationFeatures: Range<Int> {
        let start = Self.timeFeatures + configuration.classNames.count
        return start..<start + configuration.variationCount
    }

    /// The features of the conditions; empty for a network without any.
    var conditionFeatures: Range<Int> {
        let start = variationFeatures.upperBound
        return start..<start + configuration.conditionFeatureCount
    }

    /// The features of a long step's size; empty for a network without long steps.
    var stepFeatures: Range<Int> { conditionFeatures.upperBound..<featureCount }

    /// Fills a row of `features` `[rows, featureCount]` with the time; the class, which is a one at the row's class, or two
    /// shares that sum to one where the row is between two classes; the variation, which is zeros for an unchanged image; and
    /// the size of a long step. The conditions become unknown, until `fillConditions` tells them.
    ///
    /// - Parameters:
    ///   - step: The size of the long step that begins at the time; nil for the velocity itself, whose features of a size are
    ///     zeros.
    ///   - variation: How the image was changed.
    package func fillFeatures(
        _ features: Buffer, row: Int, time: Double, told priorClass: PriorClass, step: Double? = nil,
        variation: ImageVariation = .none
    ) {
        let place = features[row: row, of: featureCount]
        Self.fillWaves(place[0..<Self.timeFeatures], time)
        place[Self.timeFeatures..<featureCount].fill(0)
        if let step {
            precondition(configuration.longSteps != nil, "the network knows long steps")
            Self.fillWaves(place[stepFeatures], step)
        }
        switch priorClass {
        case .any: break
        case .one(let index): place[Self.timeFeatures + index] = 1
        case .between(let first, let second, let share):
            place[Self.timeFeatures + first] += Float(1 - share)
            place[Self.timeFeatures + second] += Float(share)
        }
        guard variation != .none, let kinds = configuration.augmentation else { return }
        for (index, value) in variation.features(kinds).enumerated() {
            place[variationFeatures.lowerBound + index] = value
        }
    }

    /// The time that a row of features holds. Its slowest sine is that of the time itself.
    static func time(of features: Buffer) -> Double { asin(Double(features[timeFeatures / 2 - 1])) }

    /// Sets half of the features to sines of a value and half to cosines. Their frequencies fall geometrically from 1000 to
    /// 1.
    ///
    /// Source: Vaswani et al., 2017, arXiv:1706.03762, section 3.5.
    private static func fillWaves(_ features: Buffer, _ value: Double) {
        let half = timeFeatures / 2
        for index in 0..<half {
            let angle = value * 1000 * exp(-log(1000) * Double(index) / Double(half - 1))
            features[index] = Float(sin(angle))
            features[half + index] = Float(cos(angle))
        }
    }
}
