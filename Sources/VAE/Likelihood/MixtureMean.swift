import Kernels
import Platform

/// The mean of a pixel's mixture on the networks' scale, not clamped to it.
struct MixtureMean {
    let value: Float
    private let shares: [Float]
    private let means: [Float]

    /// - Parameter outputs: The pixel's: log weights, then means.
    init(of outputs: Buffer, components: Int) {
        let logWeights = (0..<components).map { outputs[$0] }
        let top = logWeights.max()!
        let weights = logWeights.map { exp($0 - top) }
        let total = weights.reduce(0, +)
        let shares = weights.map { $0 / total }
        let means = (0..<components).map { outputs[components + $0] }
        value = zip(shares, means).reduce(0) { $0 + $1.0 * $1.1 }
        self.shares = shares
        self.means = means
    }

    /// Adds the gradient with respect to the pixel's outputs, given the slope with respect to the mean.
    func addGradient(_ slope: Float, to gradient: Buffer) {
        for (component, share) in shares.enumerated() {
            gradient[component] += slope * share * (means[component] - value)
            gradient[shares.count + component] += slope * share
        }
    }
}
