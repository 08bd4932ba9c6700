import Platform
import VAE

/// The quality of a pool's candidates: how typical their latents are of the prior, and how well the encoder finds the latents
/// of their decoded images again.
///
/// Both are measured by the pool's median and median absolute deviation, so that no model or class needs settings of its
/// own.
package struct CandidateQuality: Sendable {
    /// How typical every candidate is, within 0...1: exp(-½ t²), where t is the distance of its log density from the pool's
    /// median. Densities far above the median are as unusual as those far below.
    ///
    /// Source: Nalisnick et al., 2019, arXiv:1906.02994.
    package let typicality: [Double]
    /// How consistent every candidate is, within 0...1: exp(-½ t²), where t says how far the distance between its latent and
    /// the posterior mean of its image is above the pool's median; 1 below the median.
    package let consistency: [Double]

    /// The product of both, but at least `minimum`.
    package var values: [Double] { zip(typicality, consistency).map { max(Self.minimum, $0 * $1) } }
    private static let minimum = 1e-3

    /// - Parameters:
    ///   - logDensities: The log densities of the candidates' latents under the prior, in nats.
    ///   - encodingErrors: The distances between the candidates' latents and the posterior means of their images.
    package init(logDensities: [Double], encodingErrors: [Double]) {
        precondition(logDensities.count == encodingErrors.count, "both of every candidate")
        typicality = Self.deviations(logDensities).map { exp(-0.5 * $0 * $0) }
        consistency = Self.deviations(encodingErrors).map { exp(-0.5 * max(0, $0) * max(0, $0)) }
    }

    /// The deviations from the median, in units of a standard deviation if the values are normal.
    private static func deviations(_ values: [Double]) -> [Double] {
        let centre = median(values)
        let spread = 1.4826 * median(values.map { abs($0 - centre) })
        return values.map { spread > 0 ? ($0 - centre) / spread : 0 }
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
