import GreyImages
import Kernels
import Layers
import VAE

/// The gradients that train a decoder against a discriminator, so that its images are as sharp as real ones. The
/// encoder stays unchanged: its posteriors remain those that the evidence lower bound gave.
final class DecoderGradient: GradientSource {
    private let gradient: AdversarialGradient
    private let norms: SpectralNorms
    private let weight: Double
    private var latest: AdversarialReport?
    var balance: Double?

    /// The decay of the balance per step.
    private static let balanceDecay = 0.95

    /// - Parameters:
    ///   - gradient: The gradients of the decoder and the discriminator, at the parameters that change.
    ///   - norms: The spectral norms of the discriminator's weights, which are scaled back to one after every step.
    ///   - weight: The length of the adversarial gradient at the decoder's last layer, as a multiple of the
    ///     reconstruction gradient's.
    init(_ gradient: AdversarialGradient, norms: SpectralNorms, weight: Double) {
        self.gradient = gradient
        self.norms = norms
        self.weight = weight
    }

    var gradientArenas: [Arena] { [gradient.gradients, gradient.discriminatorGradient] }

    func compute(_ images: ArraySlice<Int>, step: Int, progress: Double) -> GradientReport {
        let report = gradient.compute(Array(images), step: step, factor: weight * (balance ?? 0))
        latest = report
        let loss = report.terms.distortion
        return GradientReport(
            norm: report.norm, loss: loss,
            isFinite: loss.isFinite && report.norm.isFinite && report.discriminatorNorm.isFinite)
    }

    func stepTaken() {
        norms.normalize(gradient.networks.discriminatorParameters)
        guard let latest else { return }
        let ratio = min(latest.reconstructionNorm / (latest.adversarialNorm + 1e-6), 1e6)
        balance = balance.map { Self.balanceDecay * $0 + (1 - Self.balanceDecay) * ratio } ?? ratio
    }
}
