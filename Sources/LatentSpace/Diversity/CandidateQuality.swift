import Kernels
import Platform
import VAE

/// How good candidates of a pool are: how usual their latents are under the prior, and how well their decoded images encode
/// back to them.
///
/// Both are measured in the pool's own spread, its median and median absolute deviation, so that models and classes need no
/// settings of their own.
public struct CandidateQuality: Sendable {
    /// Of every candidate, within 0...1: exp(-½ t²), t its log density's distance from the pool's median. Densities far
    /// above it are as unusual as those far below.
    ///
    /// Source: Nalisnick et al., 2019, arXiv:1906.02994.
    public let typicality: [Double]
    /// Of every candidate, within 0...1: exp(-½ t²) of how far the distance between its latent and the posterior mean of its
    /// image is above the pool's median; 1 below it.
    public let consistency: [Double]

    /// The product of both, held above `least`.
    public var values: [Double] { zip(typicality, consistency).map { max(Self.least, $0 * $1) } }
    private static let least = 1e-3

    /// - logDensities: of the candidates' latents under the prior, in nats.
    /// - encodingErrors: distances between the candidates' latents and the posterior means of their images.
    public init(logDensities: [Double], encodingErrors: [Double]) {
        precondition(logDensities.count == encodingErrors.count, "both of every candidate")
        typicality = Self.deviations(logDensities).map { exp(-0.5 * $0 * $0) }
        consistency = Self.deviations(encodingErrors).map { exp(-0.5 * max(0, $0) * max(0, $0)) }
    }

    /// From the median, in units that are standard deviations where values are normal.
    private static func deviations(_ values: [Double]) -> [Double] {
        let centre = median(values)
        let spread = 1.4826 * median(values.map { abs($0 - centre) })
        return values.map { spread > 0 ? ($0 - centre) / spread : 0 }
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
