/// The diagonal normal posteriors of some images.
public struct Posteriors: Sendable, Hashable {
    /// The means, `[images, latents]`.
    public let means: Latents
    /// The natural logarithms of the variances, `[images, latents]`.
    public let logVariances: Latents

    /// - Precondition: There are as many means as log variances.
    public init(means: Latents, logVariances: Latents) {
        precondition(means.count == logVariances.count && means.dimension == logVariances.dimension)
        self.means = means
        self.logVariances = logVariances
    }

    /// Those of the first images.
    package func prefix(_ count: Int) -> Posteriors {
        guard count < means.count else { return self }
        func first(_ latents: Latents) -> Latents {
            Latents(dimension: latents.dimension, values: Array(latents.values.prefix(count * latents.dimension)))
        }
        return Posteriors(means: first(means), logVariances: first(logVariances))
    }

    /// - Parameter values: `[images, 2 · latents]`, every image's means and then its log variances.
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
