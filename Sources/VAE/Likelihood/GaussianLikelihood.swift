import Kernels

/// A normal distribution of every pixel, with a mean and a log standard deviation on the networks' scale, on which
/// level k is (k - centre) / halfRange.
///
/// A level stands for its bin of width Δ = 1 / halfRange and counts as spread evenly over it. The distortion is the
/// expectation over that spread, in closed form,
///
///     ½ log 2π + log σ + ((x - μ)² + Δ² / 12) / (2σ²) - log Δ,
///
/// which by Jensen's inequality is an upper bound on -log of the bin's probability, close where σ is wider than a
/// level. Probabilities made of it sum to less than one. Of one σ for all pixels and images, the best is the root of
/// the mean squared error, the spread's Δ² / 12 included.
///
/// log σ is bounded below by log(Δ / 4), smoothly, and above by 3; beyond that it has no gradient but the one back.
///
/// Source: Rybkin et al., 2021, arXiv:2006.13202 (the σ-VAE); Theis et al., 2016, arXiv:1511.01844, section 3.1 (the
/// bound).
public struct GaussianLikelihood: Likelihood {
    public let scale: LevelScale
    public var outputsPerPixel: Int { 2 }

    public func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.gaussian(
            outputs: outputs, levels: levels, scale: scale, weight: weight, gradient: gradient)
    }

    /// The mean, held within the levels.
    public func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.gaussianMeans(outputs: outputs, scale: scale, into: levels)
    }

    /// The level nearest to a draw of the normal distribution; the end levels gather its tails.
    public func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.gaussianDraws(outputs: outputs, uniform: uniform, scale: scale, into: levels)
    }
}
