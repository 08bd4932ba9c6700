import GreyImages

/// The distances between the images along a path.
public struct PathMeasures: Sendable, Hashable {
    /// The root mean squared difference of every frame and the next, in grey levels.
    public let steps: [Double]

    public init(_ frames: [GreyImage]) {
        steps = zip(frames, frames.dropFirst()).map { $0.rootMeanSquaredDifference(to: $1) }
    }

    public init(steps: [Double]) { self.steps = steps }

    /// The sum of the steps, in grey levels.
    public var length: Double { steps.reduce(0, +) }

    /// steps · Σ step²: the square of the length if all steps are equal, and more if they aren't.
    public var energy: Double { Double(steps.count) * steps.reduce(0) { $0 + $1 * $1 } }
}
