import Kernels

/// A normal distribution for every pixel, with a mean and a log standard deviation on the networks' scale, where level k
/// is (k - centre) / halfRange.
///
/// A level stands for its bin of width Δ = 1 / halfRange, over which its value counts as spread evenly. The distortion is
/// the expectation over that spread, in closed form,
///
///     ½ log 2π + log σ + ((x - μ)² + Δ² / 12) / (2σ²) - log Δ,
///
/// which by Jensen's inequality is an upper bound on -log of the bin's probability. It is close where σ is wider than a
/// level. The probabilities that it gives sum to less than one. The best single σ for all pixels and images is the root
/// mean square error, including the spread's Δ² / 12.
///
/// log σ is bounded below by log(Δ / 4), smoothly, and above by 3. Beyond 3 its gradient can only lead back.
///
/// Source: Rybkin et al., 2021, arXiv:2006.13202 (the σ-VAE); Theis et al., 2016, arXiv:1511.01844, section 3.1 (the
/// bound).
package struct GaussianLikelihood: MeanFirstLikelihood {
    package let scale: LevelScale
    package var outputsPerPixel: Int { 2 }

    package func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.gaussian(
            outputs: outputs, levels: levels, scale: scale, weight: weight, gradient: gradient)
    }

    /// The mean, clamped to the range of levels.
    package func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.gaussianMeans(outputs: outputs, scale: scale, into: levels)
    }

    /// The level nearest to a draw from the normal distribution; the lowest and highest levels take its tails.
    package func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.gaussianDraws(outputs: outputs, uniform: uniform, scale: scale, into: levels)
    }
}
