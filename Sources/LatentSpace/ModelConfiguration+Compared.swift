import VAE

extension ModelConfiguration {
    /// The first dimensions of a latent by which images are compared: all, but of a ladder those of the coarser groups, as
    /// the finer ones hold texture and are by far the most.
    public var comparedLatents: Int {
        guard case .ladder(let shape) = architecture else { return latentCount }
        let counts = (1...shape.groupCount).map { shape.latentCount(ofGroups: $0, for: imageSize) }
        return counts.last { $0 <= Self.mostCompared } ?? counts[0]
    }

    private static let mostCompared = 1024
}
