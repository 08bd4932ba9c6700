#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The course of the learning rate along a stage.
enum LearningRateSchedule: Sendable {
    /// A short rise, then a half cosine down to a hundredth: the autoencoder's.
    case cosine
    /// A short rise, a plateau, and a straight fall to a fiftieth over the second half: the later stages'.
    case plateau

    /// The steps, or the share of a short stage, over which it rises.
    private static let riseSteps = 100.0
    private static let riseShare = 0.05
    /// What is left of it at the end.
    private static let cosineFloor = 0.01
    private static let plateauFloor = 0.02

    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - height: the highest learning rate.
    ///   - progress: the share of the stage that is done, 0...1.
    ///   - step: counted from 1.
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
