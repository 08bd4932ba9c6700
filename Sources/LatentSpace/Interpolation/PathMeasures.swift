import GreyImages

/// The distances between the images along a path.
package struct PathMeasures: Sendable, Hashable {
    /// The root mean squared difference of every frame and the next, in grey levels.
    package let steps: [Double]

    package init(_ frames: [GreyImage]) {
        steps = zip(frames, frames.dropFirst()).map { $0.rootMeanSquaredDifference(to: $1) }
    }

    package init(steps: [Double]) { self.steps = steps }

    /// The sum of the steps, in grey levels.
    package var length: Double { steps.reduce(0, +) }

    /// steps · Σ step²: the square of the length if all steps are equal, and more if they aren't.
    package var energy: Double { Double(steps.count) * steps.reduce(0) { $0 + $1 * $1 } }
}
