/// The diagonal Gaussian posteriors of some images.
public struct Posteriors: Sendable, Hashable {
    /// `[images, latents]`.
    public let means: Latents
    /// `[images, latents]`, natural logarithms.
    public let logVariances: Latents

    /// - Precondition: as many of both.
    public init(means: Latents, logVariances: Latents) {
        precondition(means.count == logVariances.count && means.dimension == logVariances.dimension)
        self.means = means
        self.logVariances = logVariances
    }

    /// - interleaved: `[images, 2 · latents]`, every image's means and then its log variances.
    init(interleaved values: [Float], latentCount: Int) {
        var means: [Float] = []
        var logVariances: [Float] = []
        means.reserveCapacity(values.count / 2)
        logVariances.reserveCapacity(values.count / 2)
        for start in stride(from: 0, to: values.count, by: 2 * latentCount) {
            means += values[start..<start + latentCount]
            logVariances += values[start + latentCount..<start + 2 * latentCount]
        }
        self.means = Latents(dimension: latentCount, values: means)
        self.logVariances = Latents(dimension: latentCount, values: logVariances)
    }
}
