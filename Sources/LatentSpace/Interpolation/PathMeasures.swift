import GreyImages

/// How far the images along a path are from each other.
public struct PathMeasures: Sendable, Hashable {
    /// From every frame to the next: the root mean squared difference, in grey levels.
    public let steps: [Double]

    public init(_ frames: [GreyImage]) {
        steps = zip(frames, frames.dropFirst()).map { $0.rootMeanSquaredDifference(to: $1) }
    }

    public init(steps: [Double]) { self.steps = steps }

    /// The way that the images go, in grey levels.
    public var length: Double { steps.reduce(0, +) }

    /// steps · Σ step²: the square of the length where all steps are alike, and more where they aren't.
    public var energy: Double { Double(steps.count) * steps.reduce(0) { $0 + $1 * $1 } }
}
