import VAE

extension ModelConfiguration {
    /// The number of first dimensions of a latent by which images are compared: all, or for a ladder those of the coarser groups,
    /// as most dimensions are those of the finer ones, which hold texture.
    package var comparedLatents: Int {
        guard case .ladder(let shape) = architecture else { return latentCount }
        let counts = (1...shape.groupCount).map { shape.latentCount(ofGroups: $0, for: imageSize) }
        return counts.last { $0 <= Self.maximumCompared } ?? counts[0]
    }

    private static let maximumCompared = 1024
}
