import Platform

/// The course of the learning rate over a stage.
enum LearningRateSchedule: Sendable {
    /// A short rise, then a half cosine down to a hundredth, for the autoencoder's stage.
    case cosine
    /// A short rise, a plateau, and a linear fall to a fiftieth over the second half, for the later stages.
    case plateau

    /// The number of steps of the rise, and its share of a short stage.
    private static let riseSteps = 100.0
    private static let riseShare = 0.05
    /// The share of the maximum that is left at the end.
    private static let cosineFloor = 0.01
    private static let plateauFloor = 0.02

    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - height: The maximum learning rate.
    ///   - progress: The share of the stage that is done, 0...1.
    ///   - step: The number of the step, counted from 1.
    func learningRate(height: Double, progress: Double, step: Int) -> Double {
        switch self {
        case .cosine:
            let cosine = 0.5 * (1 + cos(.pi * min(1, progress)))
            let rise = min(1, max(Double(step) / Self.riseSteps, progress / Self.riseShare))
            return height * rise * (Self.cosineFloor + (1 - Self.cosineFloor) * cosine)
        case .plateau:
            return height
                * (min(1, Double(step) / Self.riseSteps) * min(1, max(Self.plateauFloor, (1 - progress) / 0.5)))
        }
    }
}
